package io.mistersmith.pools.internal;

import io.mistersmith.pools.SecurityContext;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** User and password, without TLS. */
public final class PlainSecurity implements SecurityContext {

    private final String pool;
    private final @Nullable String user;
    private final char[] password;

    /**
     * That of one pool.
     *
     * @param user empty: none
     */
    public PlainSecurity(String pool, String user, String password) {
        this.pool = pool;
        this.user = user.isEmpty() ? null : user;
        this.password = password.toCharArray();
    }

    @Override
    public String pool() {
        return pool;
    }

    @Override
    public @Nullable String user() {
        return user;
    }

    @Override
    public char[] password() {
        return password.clone();
    }

    @Override
    public boolean tls() {
        return false;
    }

    @Override
    public SSLContext sslContext() {
        throw new IllegalStateException("No TLS: pool=" + pool);
    }

    @Override
    public SSLParameters sslParameters() {
        throw new IllegalStateException("No TLS: pool=" + pool);
    }

    @Override
    public String toString() {
        return "security of pool " + pool;
    }
}
