package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CfgEditorTest {

    private final CfgEditor editor = new CfgEditor();
    private final Path folder;
    private final Path file;

    CfgEditorTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("a.cfg");
    }

    private boolean set(String key, String value) throws IOException, InterruptedException {
        return editor.edit(file, before -> CfgText.of(before == null ? new byte[0] : before, StandardCharsets.UTF_8)
                .with(key, value)
                .bytes());
    }

    @Test
    void writesTheFileAndLeavesNothingBeside() throws Exception {
        assertThat(set("a", "1")).isTrue();
        assertThat(set("a", "1")).isFalse();

        assertThat(file).hasContent("a=1\n");
        assertThat(names()).containsExactly("a.cfg");
    }

    @Test
    void keepsThePermissions() throws Exception {
        Files.writeString(file, "password=x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        set("a", "1");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void followsALinkAndLeavesItALink() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path real = Files.writeString(elsewhere.resolve("a.cfg"), "a=1\n");
        Files.createSymbolicLink(file, real);

        set("a", "2");

        assertThat(file).isSymbolicLink();
        assertThat(real).hasContent("a=2\n");
    }

    @Test
    void whatAnotherWritesMeanwhileIsKept() throws Exception {
        Files.writeString(file, "a=1\n");
        AtomicInteger times = new AtomicInteger();

        editor.edit(file, before -> {
            if (times.getAndIncrement() < 3) {
                Files.writeString(file, "a=1\nb=" + times + "\n");
            }
            return CfgText.of(before == null ? new byte[0] : before, StandardCharsets.UTF_8)
                    .with("a", "2")
                    .bytes();
        });

        assertThat(file).hasContent("a=2\nb=3\n");
        assertThat(times).hasValue(4);
    }

    @Test
    void aChangeThatIsRefusedLeavesTheFile() throws Exception {
        Files.writeString(file, "a=1\n");

        assertThatThrownBy(() -> editor.edit(file, before -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");

        assertThat(file).hasContent("a=1\n");
        assertThat(names()).containsExactly("a.cfg");
    }

    @Test
    void aReadOnlyFolderIsNamedWithWhatToDo() throws Exception {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Files.writeString(file, "a=1\n");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThatThrownBy(() -> set("a", "2"))
                    .isInstanceOf(NotWritableException.class)
                    .hasMessageContainingAll(folder + " is read-only", "environment");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(file).hasContent("a=1\n");
    }

    @Test
    @Timeout(20)
    void waitsForWhoHoldsTheLockAndTakesOverWhatIsLeftBehind() throws Exception {
        Path lock = Files.writeString(
                folder.resolve(FolderLock.NAME), ProcessHandle.current().pid() + "\n");
        assertThatThrownBy(() -> FolderLock.acquire(folder, Duration.ofMillis(50)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is held by " + ProcessHandle.current().pid());

        Files.setLastModifiedTime(
                lock, FileTime.fromMillis(System.currentTimeMillis() - FolderLock.STALE.toMillis() - 1_000));
        assertThat(set("a", "1")).as("too old").isTrue();

        Files.writeString(lock, Integer.MAX_VALUE + "\n");
        assertThat(set("a", "2")).as("of a process that ended").isTrue();
        assertThat(names()).containsExactly("a.cfg");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(one -> one.getFileName().toString()).toList().stream();
        }
    }
}
