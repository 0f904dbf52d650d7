package io.mistersmith.lifecycle.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mistersmith.lifecycle.internal.JarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

        assertThat(scan().scan()).isEmpty();
    }

    @Test
    void folderIsNamedAndHoldsUpNoJar() throws IOException {
        Files.createDirectory(folder.resolve("folder.jar"));

        assertThat(problemBesideAJar()).isEqualTo("folder.jar is a folder, not a jar. Move it out of deploy/.");
    }

    @Test
    void linkToNothingIsNamedAndHoldsUpNoJar() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.jar"), folder.resolve("nowhere.jar"));

        assertThat(problemBesideAJar())
                .isEqualTo("link.jar is a link to a file that is not there. Move it out of deploy/.");
    }

    @Test
    void linkToItselfIsNamedAndHoldsUpNoJar() throws IOException {
        Files.createSymbolicLink(folder.resolve("loop.jar"), Path.of("loop.jar"));

        assertThat(problemBesideAJar()).startsWith("loop.jar is not readable: ").endsWith("Move it out of deploy/.");
    }

    @Test
    @Timeout(20)
    void pipeIsNeverOpenedAndHoldsUpNoJar() throws Exception {
        Process made = new ProcessBuilder("mkfifo", folder.resolve("pipe.jar").toString()).start();
        assumeThat(made.waitFor()).isZero();

        assertThat(problemBesideAJar()).isEqualTo("pipe.jar is a pipe or a device, not a jar. Move it out of deploy/.");
    }

    @Test
    void jarThatMayNotBeReadIsNamedAndHoldsUpNoJar() throws IOException {
        Path closed = JarBuilder.bundle("closed", "1.0").at(folder.resolve("closed.jar"));
        Files.setPosixFilePermissions(closed, Set.of());
        assumeThat(Files.isReadable(closed)).as("the user may read everything").isFalse();

        assertThat(problemBesideAJar())
                .isEqualTo("closed.jar may not be read. Change its owner or its mode, and copy it again.");
    }

    @Test
    void manifestThatUnpacksToHundredsOfMegabytesIsNamedAndHoldsUpNoJar() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("bomb.jar")))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            byte[] lines = "a: b\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 256; i++) {
                zip.write(lines);
            }
            zip.closeEntry();
        }

        assertThat(problemBesideAJar())
                .isEqualTo("bomb.jar is not a plugin: its META-INF/MANIFEST.MF is longer than 4194304 bytes. "
                        + "Build it anew and copy it again.");
    }

    /** The problem of the one bad file, after it was seen that a good jar beside it is whole. */
    private String problemBesideAJar() throws IOException {
        JarBuilder.bundle("zebra", "1.0").at(folder.resolve("zebra.jar"));
        FolderScan scan = scan();
        scan.scan();
        List<FolderScan.Found> found = scan.scan();

        assertThat(found).hasSize(2);
        assertThat(found.get(1).jar()).as("the good one").isNotNull();
        return String.valueOf(found.get(0).problem());
    }
}
