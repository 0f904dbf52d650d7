package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissedFilesTest {

    private final Path folder;
    private final Path first;
    private final MissedFiles files;

    MissedFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        first = Files.writeString(folder.resolve("first.cfg"), "k=1\n");
        files = new MissedFiles(folder);
    }

    @Test
    void nothingIsMissedWhileTheFirstFilesAreTaken() throws IOException {
        for (int i = 0; i < 5; i++) {
            Path next = Files.writeString(folder.resolve(i + ".cfg"), "k=1\n");
            assertThat(files.look()).isEmpty();
            files.taken(next);
        }
        files.taken(first);

        assertThat(files.look()).isEmpty();
        assertThat(files.look()).isEmpty();
        assertThat(files.look()).isEmpty();
    }

    @Test
    void filesOfWhichNotOneIsTakenAreMissed() throws IOException {
        assertThat(files.look()).isEmpty();
        assertThat(files.look()).isEmpty();
        assertThat(files.look()).containsExactly(first);
    }

    @Test
    void aFileThatNobodyCameForIsToldOnceAtTheSecondLook() throws IOException {
        settle();
        Path second = Files.writeString(folder.resolve("second.cfg"), "k=1\n");

        assertThat(files.look()).isEmpty();
        assertThat(files.look()).containsExactly(second);
        assertThat(files.look()).isEmpty();
        assertThat(files.look()).isEmpty();
    }

    @Test
    void aChangedFileAndOneThatIsGoneAreMissed() throws IOException {
        Path second = Files.writeString(folder.resolve("second.cfg"), "k=1\n");
        files.taken(second);
        settle();
        Files.writeString(first, "k=1000\n");
        Files.delete(second);

        assertThat(files.look()).isEmpty();
        assertThat(files.look()).containsExactly(first, second);
        assertThat(files.look()).isEmpty();
        assertThat(files.look()).isEmpty();
    }

    @Test
    void aFileThatIsBeingWrittenIsLeftAlone() throws IOException {
        settle();
        for (int i = 1; i < 5; i++) {
            Files.writeString(first, "k=" + "1".repeat(1 + i) + "\n");
            assertThat(files.look()).isEmpty();
        }
        assertThat(files.look()).containsExactly(first);
    }

    @Test
    void whatIsTakenInTimeIsNotMissed() throws IOException {
        settle();
        Files.writeString(first, "k=1000\n");
        assertThat(files.look()).isEmpty();
        files.taken(first);

        assertThat(files.look()).isEmpty();
        assertThat(files.look()).isEmpty();
    }

    private void settle() throws IOException {
        files.taken(first);
        assertThat(files.look()).isEmpty();
        assertThat(files.look()).isEmpty();
    }
}
