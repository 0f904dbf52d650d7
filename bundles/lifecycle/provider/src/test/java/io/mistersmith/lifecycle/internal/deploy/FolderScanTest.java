package io.mistersmith.lifecycle.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.lifecycle.internal.JarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {

    @TempDir
    Path folder = Path.of("");

    private long nanos;

    private FolderScan scan() {
        return new FolderScan(folder, Duration.ofSeconds(2), () -> nanos);
    }

    private static FolderScan.Found only(FolderScan scan) throws IOException {
        assertThat(scan.scan()).hasSize(1);
        return scan.scan().get(0);
    }

    @Test
    void jarIsWholeAfterTwoScansThatAreAlike() throws IOException {
        Path jar = JarBuilder.bundle("orders", "1.2").at(folder.resolve("orders.jar"));
        FolderScan scan = scan();

        assertThat(scan.scan().get(0).changing()).isTrue();

        FolderScan.Found found = scan.scan().get(0);
        assertThat(found.jar()).isNotNull().satisfies(whole -> {
            assertThat(whole.title()).isEqualTo("orders 1.2");
            assertThat(whole.file()).isEqualTo(jar);
        });
    }

    @Test
    void halfAJarIsWaitedForAndThenNamed() throws IOException {
        byte[] whole = Files.readAllBytes(JarBuilder.bundle("orders", "1.0").at(folder.resolve("x.txt")));
        Path jar = Files.write(folder.resolve("orders.jar"), Arrays.copyOf(whole, whole.length - 30));
        FolderScan scan = scan();

        assertThat(only(scan).changing()).isTrue();
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(scan.scan().get(0).problem())
                .startsWith("orders.jar is not a jar: ")
                .endsWith(". Copy it again.");

        Files.write(jar, whole);
        assertThat(only(scan).jar()).isNotNull();
    }

    @Test
    void jarWithoutASymbolicNameIsNamed() throws IOException {
        JarBuilder.plain().entry("a.txt", "a").at(folder.resolve("lib.jar"));

        assertThat(only(scan()).problem())
                .isEqualTo("lib.jar is not a plugin: its manifest has no Bundle-SymbolicName. "
                        + "Build it as an OSGi bundle and copy it again.");
    }

    @Test
    void malformedVersionIsNamed() throws IOException {
        JarBuilder.bundle("orders", "one").at(folder.resolve("orders.jar"));

        assertThat(only(scan()).problem())
                .isEqualTo("orders.jar is not a plugin: its Bundle-Version \"one\" is not a version such as 1.0.0. "
                        + "Mend it and copy it again.");
    }

    @Test
    void otherFilesAreNobodysConcern() throws IOException {
        Files.writeString(folder.resolve("features.xml"), "<features/>");
        Files.writeString(folder.resolve(".orders.jar"), "");
        Files.createDirectory(folder.resolve("folder.jar"));

        assertThat(scan().scan()).isEmpty();
    }
}
