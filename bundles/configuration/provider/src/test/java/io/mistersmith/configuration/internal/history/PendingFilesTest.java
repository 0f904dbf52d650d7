package io.mistersmith.configuration.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingFilesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @Test
    void whatWasNotConfirmedIsFoundWithEveryByteOfBefore() throws IOException {
        byte[] before = new byte[512];
        for (int i = 0; i < before.length; i++) {
            before[i] = (byte) i;
        }
        new PendingFiles(folder).save(new PendingFile("a~b", Path.of("/x/a-b.cfg"), "eve", NOON, before));
        new PendingFiles(folder).save(new PendingFile("new", Path.of("/x/new.cfg"), "eve", NOON, null));

        assertThat(new PendingFiles(folder).list())
                .satisfiesExactlyInAnyOrder(
                        one -> {
                            assertThat(one.pid()).isEqualTo("a~b");
                            assertThat(one.file()).isEqualTo(Path.of("/x/a-b.cfg"));
                            assertThat(one.before()).isEqualTo(before);
                        },
                        one -> {
                            assertThat(one.pid()).isEqualTo("new");
                            assertThat(one.before()).isNull();
                        });
    }

    @Test
    void whatWasConfirmedIsGoneAndWhatCannotBeReadIsLeftOut() throws IOException {
        PendingFiles files = new PendingFiles(folder);
        files.save(new PendingFile("a", Path.of("/x/a.cfg"), "eve", NOON, new byte[0]));
        files.delete("a");
        Files.writeString(folder.resolve("b.pending"), "nonsense");

        assertThat(files.list()).isEmpty();
    }
}
