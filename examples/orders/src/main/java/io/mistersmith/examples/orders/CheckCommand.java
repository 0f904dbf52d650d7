package io.mistersmith.examples.orders;

import io.mistersmith.eventstore.EventStore;
import io.mistersmith.sourcing.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** {@code orders:check acks.txt} proves that every acknowledged order is stored and counted, and none twice. */
@Service
@Command(scope = "orders", name = "check", description = "Compare acknowledgements with what is stored and counted")
public final class CheckCommand implements Action {

    private static final Pattern ACKNOWLEDGEMENT =
            Pattern.compile("\\{\"line\":\\d+,\"id\":\"((?:[^\"\\\\])*)\",\"position\":\\d+.*}");

    @Reference
    EventStore store;

    @Reference
    Views views;

    @Reference
    Session session;

    @Argument(name = "file", description = "Answer lines of POST /events", required = true)
    @Completion(FileCompleter.class)
    String file = "";

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public Object execute() throws IOException, InterruptedException {
        Set<String> acknowledged = acknowledged(resolve(file));
        Ledger ledger = new Ledger(store, views);
        ledger.awaitCounted();
        Audit audit = Audit.of(acknowledged, ledger.orders(), ledger.totals());
        session.getConsole()
                .printf(
                        Locale.ROOT,
                        json
                                ? "{\"acknowledged\":%d,\"stored\":%d,\"counted\":%d,\"missing\":%d,\"twice\":%d}%n"
                                : "acknowledged %,d   stored %,d   counted %,d   missing %,d   twice %,d%n",
                        audit.acknowledged(),
                        audit.stored(),
                        audit.counted(),
                        audit.missing(),
                        audit.twice());
        if (!audit.clean()) {
            throw new IllegalStateException("the accounts differ; see store:events --all and store:projections");
        }
        return null;
    }

    /** A relative path is meant from where the container was started, as the operator sees it. */
    private static Path resolve(String file) {
        return Path.of(System.getProperty("mistersmith.start.dir", "")).resolve(file);
    }

    private static Set<String> acknowledged(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no file " + file + "; post orders and keep the answer lines in it");
        }
        Set<String> ids = new HashSet<>();
        try (var lines = Files.lines(file)) {
            // a sender that was cut off may have left half a line; only whole ones are acknowledgements
            lines.map(ACKNOWLEDGEMENT::matcher).filter(Matcher::matches).forEach(line -> ids.add(line.group(1)));
        }
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(file
                    + " holds no acknowledgement; post orders as application/x-ndjson and keep the answer lines in it");
        }
        return ids;
    }
}
