package io.mistersmith.pools.internal.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.internal.security.TlsSettings.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private final Path folder;
    private final TestCertificates ca;

    TlsTest(@TempDir Path folder) throws GeneralSecurityException, IOException {
        this.folder = folder;
        this.ca = new TestCertificates(folder, "ca").issue("client", "client.example");
    }

    private TlsSettings mutual(Path cert, Path key) {
        return TlsSettings.trusting(ca.ca().toString()).showing(cert.toString(), key.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keysOfEveryUsualKindAreRead(String algorithm) throws Exception {
        ca.issue("other", "other.example", Duration.ofDays(1), algorithm);

        assertThat(new Tls(mutual(ca.cert("other"), ca.key("other"))).context()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void storesAreReadWhateverTheirType(String type) throws Exception {
        Store keys = new Store(ca.keystore("client").toString(), "secret");
        Store trust = new Store(ca.truststore(type).toString(), "secret");

        assertThat(new Tls(new TlsSettings("", "", "", keys, trust, true, "TLSv1.2")).context())
                .isNotNull();
    }

    @Test
    void filesAreReadAgainOnlyWhenOneChanges() throws Exception {
        Tls tls = new Tls(mutual(ca.cert("client"), ca.key("client")));
        SSLContext first = tls.context();
        assertThat(tls.context()).isSameAs(first);

        Files.writeString(ca.key("client"), "half of");
        assertThat(tls.context()).as("what was read before").isSameAs(first);
        ca.issue("client", "renewed.example");

        assertThat(tls.context()).isNotSameAs(first).isSameAs(tls.context());
    }

    @Test
    void aCertificateWithoutItsKeyChangesNothingUntilThatIsThere() throws Exception {
        ca.issue("next", "renewed.example").issue("other", "other.example", Duration.ofDays(1), "Ed25519");
        Tls tls = new Tls(mutual(ca.cert("client"), ca.key("client")));
        SSLContext first = tls.context();

        Files.copy(ca.cert("next"), ca.cert("client"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(tls.context()).as("half renewed").isSameAs(first);
        Files.copy(ca.key("next"), ca.key("client"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(tls.context()).isNotSameAs(first);
        assertThatIllegalStateException()
                .isThrownBy(() -> new Tls(mutual(ca.cert("client"), ca.key("other"))).context())
                .withMessage("tls: " + ca.key("other") + " is not the key of the certificate in " + ca.cert("client"));
    }

    @Test
    void replacedStoresAreReadToo() throws Exception {
        Store keys = new Store(ca.keystore("client").toString(), "secret");
        Store trust = new Store(ca.truststore("PKCS12").toString(), "secret");
        Tls tls = new Tls(new TlsSettings("", "", "", keys, trust, true, "TLSv1.2"));
        SSLContext first = tls.context();

        ca.issue("client", "renewed.example");
        SSLContext second = tls.context();
        assertThat(second).isNotSameAs(first);
        Files.copy(
                new TestCertificates(folder, "successor").truststore("PKCS12"),
                ca.truststore("PKCS12"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(tls.context()).isNotSameAs(second);
    }

    @Test
    void whoAsksIsToldThatAFileChanged() throws Exception {
        Tls tls = new Tls(mutual(ca.cert("client"), ca.key("client")));
        SSLContext before = tls.context();
        assertThat(tls.isOther(before)).isFalse();

        ca.issue("client", "renewed.example");

        await().until(() -> tls.isOther(before));
        assertThat(new Tls(TlsSettings.trusting("/no/such.pem")).isOther(null)).isFalse();
    }

    @Test
    void parametersSayVersionsAndTheCheckOfTheHost() {
        TlsSettings newest = new TlsSettings("", "", "", Store.NONE, Store.NONE, false, "TLSv1.3");

        assertThat(new Tls(newest).parameters().getProtocols()).containsExactly("TLSv1.3");
        assertThat(new Tls(newest).parameters().getEndpointIdentificationAlgorithm())
                .isNull();
        assertThat(new Tls(TlsSettings.trusting("")).parameters().getProtocols())
                .containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(new Tls(TlsSettings.trusting("")).parameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
    }

    @Test
    void whatCannotBeReadIsNamedWithoutWhatItHolds() throws Exception {
        Path encrypted = Files.writeString(
                folder.resolve("encrypted.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nTUlJ\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThatIllegalStateException()
                .isThrownBy(() -> new Tls(mutual(ca.cert("client"), encrypted)).context())
                .withMessage(
                        "tls: " + encrypted + " holds a key of the form ENCRYPTED PRIVATE KEY; it must be PRIVATE KEY:"
                                + " openssl pkcs8 -topk8 -nocrypt -in old -out new");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Tls(mutual(empty, ca.key("client"))).context())
                .withMessage("tls: " + empty + " holds no certificate");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new Tls(TlsSettings.trusting(folder.resolve("none").toString())).context())
                .withMessageContaining(folder.resolve("none").toString());
        Store wrong = new Store(ca.keystore("client").toString(), "guess-me");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Tls(new TlsSettings("", "", "", wrong, Store.NONE, true, "TLSv1.2")).context())
                .withMessageNotContaining("guess-me");
        assertThat(wrong.toString()).doesNotContain("guess-me");
    }

    @Test
    void keysThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsSettings.trusting("ca").showing("cert", ""))
                .withMessage("tls.cert is set without tls.key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsSettings.trusting("ca").showing("", "key"))
                .withMessage("tls.key is set without tls.cert");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsSettings("a", "", "", Store.NONE, new Store("b", ""), true, "TLSv1.2"))
                .withMessage("tls.truststore and tls.ca are both set: one is enough");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsSettings("", "", "", Store.NONE, Store.NONE, true, "TLSv1"))
                .withMessage("tls.min.version=TLSv1 is none of [TLSv1.2, TLSv1.3]");
    }
}
