package io.mistersmith.pools.internal.security;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tls.*} keys of a pool's file. An empty text is no file.
 *
 * @param ca PEM file with the certificates that are trusted
 * @param cert PEM file with the certificate that is shown to the server, and what signed it
 * @param key PEM file with its private key, PKCS #8, not encrypted
 * @param keystore instead of {@code cert} and {@code key}: a PKCS #12 or JKS file
 * @param truststore instead of {@code ca}: a PKCS #12 or JKS file; with neither the JVM's own certificates are trusted
 * @param verifyHost whether the server's certificate must be for the name or address that is connected to
 * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
 */
public record TlsSettings(
        String ca, String cert, String key, Store keystore, Store truststore, boolean verifyHost, String minVersion) {

    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    /**
     * A key store; its {@code toString} shows no password.
     *
     * @param file empty: none
     */
    public record Store(String file, String password) {

        public static final Store NONE = new Store("", "");

        @Override
        public String toString() {
            return file;
        }
    }

    /**
     * Checks what fits together.
     *
     * @throws IllegalArgumentException if something does not; the message begins with the key
     */
    public TlsSettings {
        if (!VERSIONS.contains(minVersion)) {
            throw new IllegalArgumentException("tls.min.version=" + minVersion + " is none of " + VERSIONS);
        }
        if (cert.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(
                    cert.isEmpty() ? "tls.key is set without tls.cert" : "tls.cert is set without tls.key");
        }
        if (!cert.isEmpty() && !keystore.file().isEmpty()) {
            throw new IllegalArgumentException("tls.keystore and tls.cert are both set: one is enough");
        }
        if (!ca.isEmpty() && !truststore.file().isEmpty()) {
            throw new IllegalArgumentException("tls.truststore and tls.ca are both set: one is enough");
        }
    }

    /** Trusts what this PEM file holds, shows nothing, and checks the host. */
    public static TlsSettings trusting(String ca) {
        return new TlsSettings(ca, "", "", Store.NONE, Store.NONE, true, "TLSv1.2");
    }

    /** The same, showing this certificate. */
    public TlsSettings showing(String nowCert, String nowKey) {
        return new TlsSettings(ca, nowCert, nowKey, keystore, truststore, verifyHost, minVersion);
    }

    String[] protocols() {
        return VERSIONS.subList(VERSIONS.indexOf(minVersion), VERSIONS.size()).toArray(String[]::new);
    }

    /** Every file that is named. */
    List<Path> files() {
        return Stream.of(ca, cert, key, keystore.file(), truststore.file())
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
    }

    static @Nullable Path path(String file) {
        return file.isEmpty() ? null : Path.of(file);
    }
}
