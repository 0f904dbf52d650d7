package io.mistersmith.health.shell;

import io.mistersmith.health.internal.Reports;
import io.mistersmith.shell.support.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code smith:dump}: settings without secrets, health, threads, metrics and the end of the log, in one file. */
@Service
@Command(
        scope = "smith",
        name = "dump",
        description = "Write what is needed to find a fault into one file without secrets")
public class DumpCommand implements Action {

    @Reference
    Reports reports;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() throws IOException {
        Path file;
        try {
            file = reports.dump();
        } catch (IOException e) {
            throw new IOException(
                    "No dump was written: " + e + ". Make room or mend the folder, and call it again.", e);
        }
        long bytes = Files.size(file);
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("file", file.toString());
            answer.put("bytes", bytes);
            session.getConsole().println(Json.of(answer));
        } else {
            session.getConsole()
                    .println(String.format(
                            Locale.ROOT,
                            "%s, %,d bytes, readable for you only. Secrets are masked; look through it before you send it.",
                            reports.show(file),
                            bytes));
        }
        return null;
    }
}
