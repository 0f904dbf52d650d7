package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {

    private final Path data;

    LastGoodTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void textsAndListsComeBackAsTheyWere() {
        Map<String, Object> values =
                Map.of("text", " [a]= ü\n", "empty", "", "list", List.of("a,b", "c\\d"), "none", List.of());

        lastGood().save("a.b~c-d", values);

        assertThat(lastGood().load("a.b~c-d")).isEqualTo(values);
        assertThat(lastGood().load("other")).isNull();
    }

    @Test
    void onlyTheOwnerMayReadThem() throws IOException {
        lastGood().save("a", Map.of("key", "value"));

        try (var files = Files.list(data.resolve("last-good"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("last-good")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aForgottenPidHasNone() {
        lastGood().save("a", Map.of("key", "value"));
        lastGood().delete("a");

        assertThat(lastGood().load("a")).isNull();
    }

    @Test
    void aFolderThatCannotBeMadeCostsNoMoreThanTheMemory() throws IOException {
        Files.writeString(data.resolve("last-good"), "a file");

        lastGood().save("a", Map.of("key", "value"));

        assertThat(lastGood().load("a")).isNull();
    }

    private LastGood lastGood() {
        return new LastGood(data.resolve("last-good"));
    }
}
