package io.mistersmith.configuration.internal.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.history.History;
import io.mistersmith.configuration.internal.history.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private final Map<String, String> mounted = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Authors authors = new Authors();
    private final History history;
    private final Recorder recorder;
    private final Path file;

    RecorderTest(@TempDir Path folder) throws IOException {
        history = new History(folder.resolve("history"), Clock.systemUTC());
        recorder = new Recorder(
                history,
                authors,
                StandardCharsets.UTF_8,
                (pid, key) -> key.equals("password"),
                path -> "home/etc/" + path.getFileName(),
                new Recorder.Above(pid -> mounted, pid -> variables));
        file = Files.writeString(folder.resolve("a.cfg"), "# c\nsize=1\npassword=hunter2\n");
    }

    private Revision newest() {
        return history.of("a").get(0);
    }

    @Test
    void valuesOfAFileAreKeptAsItsTextWithoutSecrets() {
        recorder.changed("a", Map.of("size", "1", "password", "hunter2"), file);

        assertThat(newest().text()).isEqualTo("# c\nsize=1\npassword=***\n");
        assertThat(newest().file()).isEqualTo("home/etc/a.cfg");
    }

    @Test
    void whatTheReadOnlyFolderChangesIsItsOwnAndKeepsTheTextOfTheFileBelow() {
        int first = recorder.changed("a", Map.of("size", "1"), file);
        Path above = Path.of("/mounted/a.cfg");
        mounted.put("size", "7");

        authors.asFolder(above, () -> recorder.changed("a", Map.of("size", "1"), file));

        assertThat(newest().number()).isEqualTo(first + 1);
        assertThat(newest().by()).startsWith("folder");
        assertThat(newest().how()).isEqualTo("folder");
        assertThat(newest().file()).isEqualTo("/mounted/a.cfg");
        assertThat(newest().keys()).containsExactly("size");
        assertThat(newest().text()).startsWith("# c\nsize=1\n");
    }

    @Test
    void whatOnlyTheReadOnlyFolderSetsHasNoTextToBringBack() {
        mounted.put("size", "7");

        authors.asFolder(Path.of("/mounted/a.cfg"), () -> recorder.changed("a", Map.of(), null));

        assertThat(newest().text()).isNull();
        assertThat(newest().file()).isEqualTo("/mounted/a.cfg");
    }

    @Test
    void valuesThatAProgramSetAreKeptAsAFileWouldHoldThem() throws IOException {
        authors.as(
                new Author("bundle x", "Config Admin"),
                () -> recorder.changed("a", Map.of("size", List.of("1", "2"), "password", "hunter2"), file));

        assertThat(newest().text()).isEqualTo("password=***\nsize=1,2\n");
        assertThat(newest().file()).isEmpty();
        assertThat(newest().by()).isEqualTo("bundle x");
    }

    @Test
    void aVariableThatIsAnotherOneAtTheNextStartIsAChangeByTheEnvironment() throws IOException {
        recorder.changed("a", Map.of("size", "1"), file);
        assertThat(recorder.isFromEnvironment("a")).isFalse();

        variables.put("size", "7");
        assertThat(recorder.isFromEnvironment("a")).isTrue();
        authors.as(
                new Author(Recorder.ENVIRONMENT, "at the start"),
                () -> recorder.changed("a", Map.of("size", "1"), file));

        assertThat(newest().by()).isEqualTo("environment");
        assertThat(newest().keys()).containsExactly("size");
        variables.clear();
        assertThat(recorder.isFromEnvironment("a")).as("gone since").isTrue();
    }

    @Test
    void whatOnlyVariablesSetIsByTheEnvironment() {
        variables.put("size", "7");

        recorder.changed("a", Map.of(), null);

        assertThat(newest().by()).isEqualTo("environment");
    }

    @Test
    void whoSetsOnThisThreadWithoutLoginOrBundleIsTheContainer() {
        recorder.changed("a", Map.of("size", "1"), null);

        assertThat(newest().by()).isEqualTo("container");
    }
}
