package io.mistersmith.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs every stress class in jcstress's own harness; a forbidden outcome fails, and so does a class that never ran. */
@Tag("faults")
class StressIT {

    private final Path results = Path.of(property("stress.results"));

    @Test
    void noForbiddenOutcomeIsSeen() throws Exception {
        Files.createDirectories(results);
        Path log = results.resolve("stress.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                property("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-v",
                "-r",
                results.toString()));
        command.addAll(List.of(property("stress.options").split(" ")));

        Process run = new ProcessBuilder(command)
                .directory(results.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = run.waitFor(Long.parseLong(property("stress.minutes")), TimeUnit.MINUTES);
        if (!ended) {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }

        String output = Files.readString(log);
        assertThat(ended).as("ended in time; see %s", log).isTrue();
        assertThat(output)
                .as("jcstress, see %s", log)
                .contains("HTML report generated")
                .doesNotContain("[FAILED]")
                .doesNotContain("[ERROR]");
        assertThat(run.exitValue()).as("exit status, see %s", log).isZero();
        for (String test : tests()) {
            assertThat(output).as("ran, see %s", log).contains("[OK] " + test);
        }
    }

    /** The classes that jcstress's annotation processor found. */
    private static List<String> tests() throws IOException {
        try (InputStream list = StressIT.class.getResourceAsStream("/META-INF/TestList")) {
            String lines = new String(
                    Objects.requireNonNull(list, "no stress classes").readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("io\\.mistersmith\\.[a-z.]+[A-Z][A-Za-z]*Stress(?=\\d)")
                    .matcher(lines)
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .toList();
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
