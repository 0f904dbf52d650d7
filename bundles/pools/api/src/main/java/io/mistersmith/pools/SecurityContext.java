package io.mistersmith.pools;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a pool's settings say of user, password and TLS, when a resource is made. Thread-safe. Its {@code toString} shows no
 * secret.
 */
@ProviderType
public interface SecurityContext {

    /** Name of the pool. */
    String pool();

    /** The user; null if there is none. */
    @Nullable
    String user();

    /** A copy of the password, which the caller may wipe; empty if there is none. */
    char[] password();

    /** Whether connections are to be encrypted. */
    boolean tls();

    /**
     * Certificates and keys for connections.
     *
     * @throws IllegalStateException if {@link #tls} is false
     */
    SSLContext sslContext();

    /**
     * Lowest version and check of the host name, for connections.
     *
     * @throws IllegalStateException if {@link #tls} is false
     */
    SSLParameters sslParameters();
}
