package io.mistersmith.pools.internal.security;

import org.jspecify.annotations.Nullable;

/**
 * As whom, and how encrypted, a pool connects; another value means other connections. Its {@code toString} shows no secret.
 *
 * @param user empty: none
 * @param password empty: none
 * @param tls null: not encrypted
 */
public record Credentials(String user, String password, @Nullable TlsSettings tls) {

    /** Nobody, not encrypted. */
    public static final Credentials NONE = new Credentials("", "", null);

    /**
     * As the keys say.
     *
     * @throws IllegalArgumentException if they do not fit each other; the message begins with the key
     */
    public static Credentials of(SecurityKeys keys) {
        return new Credentials(keys.user(), keys.password(), keys.tls_enabled() ? tlsOf(keys) : null);
    }

    private static TlsSettings tlsOf(SecurityKeys keys) {
        return new TlsSettings(
                keys.tls_ca(),
                keys.tls_cert(),
                keys.tls_key(),
                new TlsSettings.Store(keys.tls_keystore(), keys.tls_keystore_password()),
                new TlsSettings.Store(keys.tls_truststore(), keys.tls_truststore_password()),
                keys.tls_verify_host(),
                keys.tls_min_version());
    }

    @Override
    public String toString() {
        return (user.isEmpty() ? "nobody" : user) + (tls == null ? ", without TLS" : ", with TLS");
    }
}
