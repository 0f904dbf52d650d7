package io.mistersmith.itests.distribution;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs that only tests use. Where they must be there, TEST_TOOLS=required makes their absence a failure. */
final class Tools {

    private Tools() {}

    /** Skips the test, with one line, if a program is not installed. */
    static void require(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
        require(there, program + " is not installed");
    }

    /** Skips the test, with one line, unless it runs as root. */
    static void requireRoot() {
        require("root".equals(System.getProperty("user.name")), "only root may mount a disk");
    }

    private static void require(boolean met, String otherwise) {
        if (!met && "required".equals(System.getenv("TEST_TOOLS"))) {
            throw new AssertionError(otherwise + ", and TEST_TOOLS=required");
        }
        Assumptions.assumeTrue(met, () -> "skipped: " + otherwise);
    }
}
