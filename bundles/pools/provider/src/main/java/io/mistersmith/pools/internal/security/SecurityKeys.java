package io.mistersmith.pools.internal.security;

/**
 * The keys of every kind of pool that connects to something, as the component runtime hands them out beside those of the kind.
 * Meaning and default are in the metatype of each kind.
 */
public @interface SecurityKeys {

    String user();

    String password();

    boolean tls_enabled();

    String tls_ca();

    String tls_cert();

    String tls_key();

    String tls_keystore();

    String tls_keystore_password();

    String tls_truststore();

    String tls_truststore_password();

    boolean tls_verify_host();

    String tls_min_version();
}
