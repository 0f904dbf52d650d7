package io.mistersmith.pools.internal.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsWarningsTest {

    /** Keys as the component runtime hands them out: unset texts are empty. */
    private static TlsWarnings with(Map<String, Object> values) {
        SecurityKeys keys = (SecurityKeys) Proxy.newProxyInstance(
                SecurityKeys.class.getClassLoader(),
                new Class<?>[] {SecurityKeys.class},
                (proxy, method, arguments) -> values.getOrDefault(
                        method.getName(), method.getReturnType() == boolean.class ? (Object) false : ""));
        return new TlsWarnings(keys);
    }

    @Test
    void aFileThatIsMissingIsNamedUntilItIsThere(@TempDir Path folder) throws IOException {
        Path ca = folder.resolve("ca.pem");
        TlsWarnings warnings = with(Map.of("tls_enabled", true, "tls_ca", ca.toString(), "tls_key", folder.toString()));

        assertThat(warnings.now())
                .containsExactly(
                        "tls.ca=" + ca + " is no file that can be read; put it there, or correct the path",
                        "tls.key=" + folder + " is no file that can be read; put it there, or correct the path");

        Files.writeString(ca, "PEM");
        assertThat(warnings.now()).hasSize(1);
    }

    @Test
    void filesWithoutEncryptionAreOfNoUse() {
        assertThat(with(Map.of("tls_ca", "/ca.pem", "tls_truststore", "/store")).now())
                .containsExactly(
                        "tls.ca, tls.truststore set, but without tls.enabled=true connections are not encrypted"
                                + " by it; set that, or remove the keys");
        assertThat(with(Map.of()).now()).isEmpty();
        assertThat(with(Map.of("tls_enabled", true)).now()).isEmpty();
    }

    @Test
    void aPathThatIsNoneIsNamed() {
        assertThat(with(Map.of("tls_enabled", true, "tls_cert", "a\0b")).now()).hasSize(1);
    }
}
