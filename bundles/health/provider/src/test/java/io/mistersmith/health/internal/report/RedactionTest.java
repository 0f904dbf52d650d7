package io.mistersmith.health.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private final Redaction redaction = new Redaction();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=hunter22",
                "password = hunter22",
                "jdbc.PassWord: hunter22",
                "tls.key.store.pwd=hunter22",
                "client_secret = hunter22",
                "http.token=hunter22",
                "aws.credentials=hunter22",
                "api-key=hunter22",
                "  private.key = hunter22",
                "url=postgresql://smith:hunter22@db:5432/x",
                "header=Authorization: Bearer hunter22",
                "arg=-Dx.password=hunter22",
                "#password=hunter22",
                "json={\"token\": \"hunter22\", \"a\": 1}",
            })
    void noValueThatSoundsSecretStays(String line) {
        assertThat(redaction.settings(List.of(line))).singleElement().asString().doesNotContain("hunter22");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# The password of the store.",
                "io.size=8",
                "path=${karaf.data}/events.db",
                "url=http://127.0.0.1:8080/"
            })
    void whatIsNoSecretStays(String line) {
        assertThat(redaction.settings(List.of(line))).containsExactly(line);
    }

    @Test
    void aSecretOverSeveralLinesGoesWhole() {
        assertThat(redaction.settings(List.of("key = -----BEGIN \\", "   hunter22 \\", "   more-of-it", "size=1")))
                .containsExactly("key = ***", "size=1");
    }

    @Test
    void aSecretOfTheSettingsGoesFromOtherTextsToo() {
        redaction.learn(List.of("password=hunter22"));
        redaction.add(List.of("abcdef0123"));

        assertThat(redaction.text("login with hunter22 refused; sent abcdef0123"))
                .isEqualTo("login with *** refused; sent ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"password=hun\\=ter22", "password=\"hun=ter22\"", "passwords=[ \"first1\", \"hun\\=ter22\" ]"})
    void aSecretIsKnownHoweverItIsWritten(String line) {
        redaction.learn(List.of(line));

        assertThat(redaction.text("login with hun=ter22 refused")).isEqualTo("login with *** refused");
    }

    @Test
    void aLogLineLosesItsTokenAndKeepsTheRest() {
        assertThat(redaction.text("GET /events Authorization: Bearer 0123456789abcdef -> 200"))
                .doesNotContain("0123456789abcdef")
                .startsWith("GET /events")
                .endsWith("-> 200");
    }

    @Test
    void aShortWordIsNoSecretByItself() {
        redaction.add(List.of("a", "", "8"));

        assertThat(redaction.text("a size of 8")).isEqualTo("a size of 8");
    }
}
