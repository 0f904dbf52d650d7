package io.mistersmith.lifecycle.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose clock is set back by an hour while it runs: faketime does that for a process of its own. */
class ClockStepTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @Test
    void uptimeGoesOnWhenTheClockIsSetBack(@TempDir Path folder) throws Exception {
        requireFaketime();
        Path offset = folder.resolve("offset");
        Files.writeString(offset, "+0");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClockStepTest.class.getName(),
                offset.toString());
        builder.environment().put("LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1");
        builder.environment().put("FAKETIME_TIMESTAMP_FILE", offset.toString());
        builder.environment().put("FAKETIME_CACHE_DURATION", "1");
        builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        Path out = folder.resolve("out");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
        } finally {
            process.destroyForcibly();
        }

        List<String> lines = Files.readAllLines(out);
        assertThat(lines).as("clock set back, uptime before and after").hasSize(3);
        assertThat(lines.get(0)).isEqualTo("set back");
        long before = Long.parseLong(lines.get(1));
        long after = Long.parseLong(lines.get(2));
        assertThat(before).isBetween(0L, 120_000L);
        assertThat(after).isBetween(before, before + 120_000L);
    }

    /** Sets its own clock back, and tells its uptime before and after. */
    public static void main(String[] args) throws IOException {
        long before = Uptime.now().toMillis();
        Instant begun = Instant.now();
        Files.write(Path.of(args[0]), "-3600".getBytes(StandardCharsets.UTF_8));
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (Instant.now().isAfter(begun) && System.nanoTime() < end) {
            Thread.onSpinWait(); // the library reads the file again once a second
        }
        System.out.println(Instant.now().isBefore(begun) ? "set back" : "not set back");
        System.out.println(before);
        System.out.println(Uptime.now().toMillis());
    }

    private static void requireFaketime() {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve("faketime")));
        if (!there && "required".equals(System.getenv("TEST_TOOLS"))) {
            throw new AssertionError("faketime is not installed, and TEST_TOOLS=required");
        }
        Assumptions.assumeTrue(there, "skipped: faketime is not installed");
    }
}
