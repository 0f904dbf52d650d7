package io.mistersmith.examples.orders;

import io.mistersmith.eventstore.EventStore;
import io.mistersmith.sourcing.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
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

    @Reference
    EventStore store;

    @Reference
    Views views;

    @Reference
    Session session;

    @Argument(
            name = "file",
            description = "Answers of POST /events: of one event, a batch, or a stream of lines",
            required = true)
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
            throw new IllegalArgumentException("no file " + file + "; post orders and keep the answers in it");
        }
        Set<String> ids = Acknowledgements.ids(file);
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " holds no acknowledgement; post orders and keep the answers in it, as in README.md");
        }
        return ids;
    }
}
