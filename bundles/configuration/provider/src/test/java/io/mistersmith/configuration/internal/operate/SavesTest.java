package io.mistersmith.configuration.internal.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavesTest {

    private static final String PID = "io.mistersmith.shop";

    private final Path file;
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<String> kept = new ArrayList<>();
    private long now = 1_000_000;
    private final Saves saves = new Saves((delay, work) -> later.add(work), new Clock() {
        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    SavesTest(@TempDir Path folder) throws IOException {
        file = folder.resolve(PID + ".cfg");
        write("a=1\n");
        now += 10_000;
        assertThat(taken()).as("a file that was left alone").isFalse();
    }

    @Test
    void aSaveOfSeveralWritesIsOneChange() throws IOException {
        write("");
        assertThat(taken()).isTrue();
        now += 500;
        write("a=2\nb=");
        assertThat(taken()).isTrue();
        look();
        now += 400;
        write("a=2\nb=3\n");
        assertThat(taken()).isTrue();
        now += 100;
        look();
        assertThat(kept).as("while it is written").isEmpty();

        now += 500;
        look();

        assertThat(kept).containsExactly("a=2\nb=3\n");
        assertThat(later).isEmpty();
        assertThat(saves.isOpen(PID)).isFalse();
    }

    @Test
    void aFileThatStaysHalfWrittenIsKeptAfterAll() throws IOException {
        write("a=");
        assertThat(taken()).isTrue();

        for (long waited = 0; waited < Saves.LONGEST.toMillis(); waited += Saves.QUIET.toMillis()) {
            assertThat(kept).isEmpty();
            now += Saves.QUIET.toMillis();
            look();
        }

        assertThat(kept).containsExactly("a=");
        assertThat(later).isEmpty();
    }

    @Test
    void aFileThatIsRenamedIntoPlaceIsWholeAtOnce() throws IOException {
        Path beside = Files.writeString(file.resolveSibling("beside"), "a=2\n");
        Files.setLastModifiedTime(beside, FileTime.fromMillis(now));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

        assertThat(taken()).isFalse();
    }

    @Test
    void whatIsKeptOtherwiseIsNotKeptOnceMore() throws IOException {
        write("a=2\n");
        assertThat(taken()).isTrue();

        saves.forget(PID);
        now += 1_000;
        look();

        assertThat(kept).isEmpty();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(now));
    }

    private boolean taken() {
        return saves.isOpen(PID, file, () -> kept.add(text()));
    }

    private void look() {
        later.remove().run();
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
