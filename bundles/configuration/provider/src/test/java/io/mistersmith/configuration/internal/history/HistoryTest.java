package io.mistersmith.configuration.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Path folder;
    private final History history;

    HistoryTest(@TempDir Path folder) {
        this.folder = folder.resolve("history");
        this.history = open();
    }

    private History open() {
        return new History(folder, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static History.Change change(@Nullable Map<String, Object> settings, @Nullable String text) {
        return new History.Change("eve", "cfg:set", "home/etc/a.cfg", settings, text);
    }

    @Test
    void keepsWhoWhenHowFromWhichFileAndWhichKeys() {
        history.add("a", change(Map.of("x", "1", "y", "1"), "# c\nx=1\ny=1\n"));
        history.add("a", change(Map.of("x", "2", "z", "1"), "# c\nx=2\nz=1\n"));

        assertThat(open().of("a"))
                .containsExactly(
                        new Revision(
                                2, NOON, "eve", "cfg:set", "home/etc/a.cfg", List.of("x", "y", "z"), "# c\nx=2\nz=1\n"),
                        new Revision(1, NOON, "eve", "cfg:set", "home/etc/a.cfg", List.of(), "# c\nx=1\ny=1\n"));
        assertThat(history.pids()).containsExactly("a");
    }

    @Test
    void whatDiffersInNothingIsNoRevisionAlsoAfterARestart() {
        assertThat(history.add("a", change(Map.of("x", "1"), "x=1\n"))).isEqualTo(1);
        assertThat(history.add("a", change(Map.of("x", "1"), "x=1\n"))).isEqualTo(1);
        assertThat(open().add("a", change(Map.of("x", "1"), "x=1\n"))).isEqualTo(1);
        assertThat(open().add("a", change(Map.of("x", "1"), "# c\nx=1\n")))
                .as("a comment")
                .isEqualTo(2);
    }

    @Test
    void aSecretThatChangedIsNamedAndNotKept() throws IOException {
        history.add("a", change(Map.of("password", "hunter2"), "password=***\n"));
        history.add("a", change(Map.of("password", "hunter3"), "password=***\n"));

        assertThat(history.of("a")).first().extracting(Revision::keys).isEqualTo(List.of("password"));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> {
                assertThat(file).content(StandardCharsets.UTF_8).doesNotContain("hunter");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            });
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void aDeletionIsARevisionWithoutText() {
        history.add("a", change(null, null));
        assertThat(history.of("a")).as("of what was never there").isEmpty();

        history.add("a", change(Map.of("x", "1"), "x=1\n"));
        history.add("a", change(null, null));

        assertThat(open().of("a", 2)).hasValueSatisfying(revision -> {
            assertThat(revision.text()).isNull();
            assertThat(revision.keys()).containsExactly("x");
        });
    }

    @Test
    void onlyTheLastFiftyAreKept() {
        for (int i = 1; i <= 60; i++) {
            history.add("a", change(Map.of("x", i), "x=" + i + "\n"));
        }

        assertThat(open().of("a"))
                .hasSize(50)
                .first()
                .extracting(Revision::number)
                .isEqualTo(60);
        assertThat(open().of("a", 10)).isEmpty();
    }

    @Test
    void aRevisionCutByAKillIsLeftOut() throws IOException {
        history.add("a", change(Map.of("x", "1"), "x=1\n"));
        Files.writeString(folder.resolve("a/00000002.rev"), "at=2026-");
        Files.writeString(folder.resolve("a/.00000003.rev.tmp"), "at=");

        assertThat(open().of("a")).hasSize(1);
        assertThat(open().add("a", change(Map.of("x", "2"), "x=2\n"))).isEqualTo(3);
    }
}
