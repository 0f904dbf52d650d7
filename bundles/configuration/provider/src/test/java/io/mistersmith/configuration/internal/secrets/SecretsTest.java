package io.mistersmith.configuration.internal.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    private final Path mounted;
    private final Path own;
    private final Secrets secrets;

    SecretsTest(@TempDir Path folder) throws IOException {
        mounted = Files.createDirectory(folder.resolve("mounted"));
        own = Files.createDirectory(folder.resolve("own"));
        secrets = new Secrets(new SecretStore(
                List.of(mounted, own), Map.of("MS_SECRET_DB_PASSWORD", "from-variable", "MS_SECRET_EMPTY", "")));
    }

    @Test
    void theFirstFolderWinsAndTheEnvironmentIsLast() throws IOException {
        assertThat(resolve("$[secret:db.password]")).isEqualTo("from-variable");
        Files.writeString(own.resolve("db.password"), "from-own\n");
        assertThat(resolve("$[secret:db.password]")).isEqualTo("from-own");
        Files.writeString(mounted.resolve("db.password"), " from-mounted \r\n");
        assertThat(resolve("u:$[secret:db.password]@h")).isEqualTo("u: from-mounted @h");
    }

    @Test
    void aSecretIsTakenAsItIs() throws IOException {
        Files.writeString(own.resolve("odd"), "$[env:HOME] \\$[secret:odd] ${a}");

        assertThat(resolve("$[secret:odd]")).isEqualTo("$[env:HOME] \\$[secret:odd] ${a}");
    }

    @Test
    void whatIsNotThereStaysNamed() throws IOException {
        Files.writeString(own.resolve("empty"), "\n");
        Files.writeString(own.resolveSibling("outside"), "x");
        Files.write(own.resolve("huge"), new byte[1 << 17]);

        for (String name : List.of("absent", "EMPTY", "empty", "../outside", "/etc/passwd", "", "..", "huge")) {
            String value = "$[secret:" + name + "]";
            assertThat(resolve(value)).as(name).isEqualTo(value);
            assertThat(Secrets.missing(value)).contains(name);
        }
        assertThat(Secrets.remedy("a.b"))
                .isEqualTo("names the secret a.b, which is neither a file of data/secrets nor in MS_SECRET_A_B");
    }

    @Test
    void aChangedSecretIsSeenWhenItIsTheSameAtTwoLooks() throws IOException {
        Files.writeString(own.resolve("one"), "first");
        resolve("$[secret:one]");
        assertThat(secrets.look()).isEmpty();

        Files.writeString(own.resolve("one"), "sec");
        assertThat(secrets.look()).isEmpty();
        Files.writeString(own.resolve("one"), "second");
        assertThat(secrets.look()).as("while it is written").isEmpty();
        assertThat(secrets.look()).containsExactly("pid");
        assertThat(secrets.look()).as("told once").isEmpty();
    }

    @Test
    void aSecretThatComesLaterIsSeen() throws IOException {
        resolve("$[secret:late]");
        Files.writeString(own.resolve("late"), "here");

        assertThat(secrets.look()).isEmpty();
        assertThat(secrets.look()).containsExactly("pid");
    }

    @Test
    void aPidThatUsesNoneAnyMoreIsNotLookedAt() {
        resolve("$[secret:late]");
        assertThat(secrets.isUsed()).isTrue();

        resolve("plain");

        assertThat(secrets.isUsed()).isFalse();
    }

    @Test
    void aSecretIsTakenOutOfTexts() throws IOException {
        Files.writeString(own.resolve("pw"), "hunter2-and-more");
        resolve("jdbc:x?password=$[secret:pw]");

        assertThat(secrets.mask("login with hunter2-and-more failed")).isEqualTo("login with *** failed");
    }

    private String resolve(String value) {
        return secrets.resolve("pid", Map.of("key", value)).getOrDefault("key", value);
    }
}
