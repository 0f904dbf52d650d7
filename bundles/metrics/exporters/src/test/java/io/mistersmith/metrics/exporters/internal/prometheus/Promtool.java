package io.mistersmith.metrics.exporters.internal.prometheus;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own check of what it would scrape; skipped where it is not installed, unless TEST_TOOLS=required. */
final class Promtool {

    private Promtool() {}

    /** What {@code promtool check metrics} has to say; empty if all is well. */
    static String check(String text) throws IOException, InterruptedException {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve("promtool")));
        if (!there && "required".equals(System.getenv("TEST_TOOLS"))) {
            throw new AssertionError("promtool is not installed, and TEST_TOOLS=required");
        }
        Assumptions.assumeTrue(there, "skipped: promtool is not installed");
        Process process = new ProcessBuilder(List.of("promtool", "check", "metrics"))
                .redirectErrorStream(true)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("promtool hangs");
        }
        return process.exitValue() == 0 ? "" : "exit " + process.exitValue() + ": " + said;
    }
}
