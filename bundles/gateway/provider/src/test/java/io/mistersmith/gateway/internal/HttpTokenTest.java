package io.mistersmith.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTokenTest {

    private Path home;

    @BeforeEach
    void home(@TempDir Path folder) {
        home = folder;
    }

    @Test
    void aNewTokenIsRandomAndOnlyItsOwnerReadsIt() throws IOException {
        Path file = home.resolve("data/secrets/http.token");

        HttpToken.at(file);

        assertThat(Base64.getUrlDecoder().decode(Files.readString(file).strip()))
                .hasSize(32);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(home.resolve("data/secrets"))).isEqualTo("rwx------");
        try (var files = Files.list(home.resolve("data/secrets"))) {
            assertThat(files).as("nothing is left of making it").containsExactly(file);
        }
    }

    @Test
    void twoHomesHaveTwoTokens() throws IOException {
        HttpToken.at(home.resolve("a/token"));
        HttpToken.at(home.resolve("b/token"));

        assertThat(home.resolve("a/token")).content().isNotEqualTo(Files.readString(home.resolve("b/token")));
    }

    @Test
    void aTokenThatIsThereStaysAndIsClosedToOthers() throws IOException {
        Path file = home.resolve("http.token");
        Files.writeString(file, "an-operators-own-token\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        HttpToken token = HttpToken.at(file);

        assertThat(token.matches("Bearer an-operators-own-token")).isTrue();
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "short", "two words are not one token"})
    void aFileWithoutATokenIsRefusedWithWhatToDo(String content) throws IOException {
        Path file = home.resolve("http.token");
        Files.writeString(file, content);

        assertThatThrownBy(() -> HttpToken.at(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http.token holds no token")
                .hasMessageContaining("Delete it; the next start makes a new one");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer an-operators-own-toke",
                "Bearer an-operators-own-tokens",
                "Bearer AN-OPERATORS-OWN-TOKEN",
                "Basic an-operators-own-token",
                "an-operators-own-token"
            })
    void whatIsNotTheTokenDoesNotMatch(String header) throws IOException {
        Path file = home.resolve("http.token");
        Files.writeString(file, "an-operators-own-token");

        assertThat(HttpToken.at(file).matches(header)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer an-operators-own-token",
                "bearer an-operators-own-token",
                "BEARER  an-operators-own-token "
            })
    void theSchemeMayBeWrittenInAnyCase(String header) throws IOException {
        Path file = home.resolve("http.token");
        Files.writeString(file, "an-operators-own-token");

        assertThat(HttpToken.at(file).matches(header)).isTrue();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
