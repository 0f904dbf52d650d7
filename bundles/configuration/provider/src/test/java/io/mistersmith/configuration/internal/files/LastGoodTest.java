package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {

    private final Path data;
    private final Deque<Runnable> later = new ArrayDeque<>();

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
    void everyPidComesBackWhateverItAndItsKeysAreCalled() {
        LastGood writing = lastGood();
        Map<String, Object> odd = Map.of("#pid b", "#pid c", "@", " ", "a b:c=d", "one\n#pid d\ntwo", "ключ", "\\");
        writing.save("a", Map.of("key", "1"));
        writing.save("#pid b~ü %", odd);
        writing.save("z", Map.of());
        writing.save("c", Map.of("key", "3"));

        assertThat(lastGood().load("a")).isEqualTo(Map.of("key", "1"));
        assertThat(lastGood().load("#pid b~ü %")).isEqualTo(odd);
        assertThat(lastGood().load("z")).isEqualTo(Map.of());
        assertThat(lastGood().load("c")).isEqualTo(Map.of("key", "3"));
        assertThat(lastGood().load("b")).isNull();
    }

    @Test
    void valuesThatAreDamagedAreNotKnownAndTheOthersAre() throws IOException {
        lastGood().save("a", Map.of("key", "1"));
        lastGood().save("b", Map.of("key", "2"));
        Path file = data.resolve("last-good/values.properties");
        Files.writeString(file, Files.readString(file).replace("\\=1", "\\uZZZZ"));

        assertThat(lastGood().load("a")).isNull();
        assertThat(lastGood().load("b")).isEqualTo(Map.of("key", "2"));
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

    @Test
    void whatWasSavedIsKnownAtOnceAndOnDiskAMomentLater() {
        LastGood writing = writingLater();

        writing.save("a", Map.of("key", "value"));

        assertThat(writing.load("a")).isEqualTo(Map.of("key", "value"));
        assertThat(lastGood().load("a")).as("on disk").isNull();
        later.remove().run();
        assertThat(lastGood().load("a")).isEqualTo(Map.of("key", "value"));
        assertThat(writing.load("a")).isEqualTo(Map.of("key", "value"));
        assertThat(later).isEmpty();
    }

    @Test
    void severalChangesAreWrittenTogetherAndOfAPidTheLast() {
        LastGood writing = writingLater();

        writing.save("a", Map.of("key", "1"));
        writing.save("b", Map.of("key", "1"));
        writing.save("a", Map.of("key", "2"));
        writing.delete("b");

        assertThat(writing.load("b")).isNull();
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(lastGood().load("a")).isEqualTo(Map.of("key", "2"));
        assertThat(lastGood().load("b")).isNull();
        writing.save("a", Map.of("key", "3"));
        assertThat(later).as("the next change").hasSize(1);
    }

    @Test
    void aDeletionIsNotUndoneByWhatWasToBeWritten() {
        lastGood().save("a", Map.of("key", "old"));
        LastGood writing = writingLater();
        writing.save("a", Map.of("key", "new"));
        writing.delete("a");

        assertThat(writing.load("a")).isNull();
        later.remove().run();
        assertThat(lastGood().load("a")).isNull();
    }

    @Test
    void theEndWritesWhatIsLeftAndWhatComesAfterItAtOnce() {
        LastGood writing = writingLater();
        writing.save("a", Map.of("key", "value"));

        writing.close();

        assertThat(lastGood().load("a")).isEqualTo(Map.of("key", "value"));
        writing.save("a", Map.of("key", "late"));
        assertThat(lastGood().load("a")).isEqualTo(Map.of("key", "late"));
        later.remove().run();
        assertThat(lastGood().load("a")).isEqualTo(Map.of("key", "late"));
    }

    private LastGood writingLater() {
        return new LastGood(data.resolve("last-good"), later::add);
    }

    private LastGood lastGood() {
        return new LastGood(data.resolve("last-good"), Runnable::run);
    }
}
