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
        if (!there && "required".equals(System.getenv("TEST_TOOLS"))) {
            throw new AssertionError(program + " is not installed, and TEST_TOOLS=required");
        }
        Assumptions.assumeTrue(there, () -> "skipped: " + program + " is not installed");
    }
}
