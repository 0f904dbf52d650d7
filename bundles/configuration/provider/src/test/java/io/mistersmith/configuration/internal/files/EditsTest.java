package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Path folder;
    private final Path file;
    private final Edits edits;

    EditsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        file = Files.writeString(folder.resolve("a.cfg"), "size=1\n");
        edits = new Edits(folder, Clock.fixed(NOW, ZoneOffset.UTC));
        editedAgo(Duration.ofMinutes(1));
    }

    @Test
    void oldFileIsNotPending() {
        assertThat(edits.pendingMillis()).isZero();
    }

    @Test
    void freshEditIsPendingUntilItsValuesAreTaken() throws IOException {
        editedAgo(Duration.ofMillis(100));

        assertThat(edits.pendingMillis()).isEqualTo(Edits.TAKEN.toMillis() - 100);
        edits.taken(file, Map.of("size", "2"));
        assertThat(edits.pendingMillis()).isZero();
    }

    @Test
    void sameValuesAsBeforeDoNotCountAsTaken() throws IOException {
        Edits earlier = new Edits(folder, Clock.fixed(NOW, ZoneOffset.UTC));
        earlier.taken(file, Map.of("size", "1"));
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusMillis(1)));

        earlier.taken(file, Map.of("size", "1"));

        assertThat(earlier.pendingMillis()).isPositive();
    }

    @Test
    void awaitIsBoundedByItsTimeout() throws IOException {
        editedAgo(Duration.ZERO);
        Edits real = new Edits(folder, Clock.systemUTC());
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        assertThatCode(() -> real.await(Duration.ofMillis(20))).doesNotThrowAnyException();
        assertThat(real.pendingMillis()).isPositive();
    }

    private void editedAgo(Duration ago) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(ago)));
    }
}
