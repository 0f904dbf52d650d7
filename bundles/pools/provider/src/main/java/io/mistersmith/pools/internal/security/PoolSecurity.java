package io.mistersmith.pools.internal.security;

import io.mistersmith.pools.SecurityContext;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** User, password and TLS of one pool, as its file says. */
public final class PoolSecurity implements SecurityContext {

    private final String pool;
    private final String user;
    private final char[] password;
    private final @Nullable Tls tls;

    /**
     * That of one pool.
     *
     * @param user empty: none
     * @param password empty: none
     * @param tls null: connections are not encrypted
     */
    public PoolSecurity(String pool, String user, String password, @Nullable Tls tls) {
        this.pool = pool;
        this.user = user;
        this.password = password.toCharArray();
        this.tls = tls;
    }

    @Override
    public String pool() {
        return pool;
    }

    @Override
    public @Nullable String user() {
        return user.isEmpty() ? null : user;
    }

    @Override
    public char[] password() {
        return password.clone();
    }

    @Override
    public boolean tls() {
        return tls != null;
    }

    @Override
    public SSLContext sslContext() {
        return encrypted().context();
    }

    @Override
    public SSLParameters sslParameters() {
        return encrypted().parameters();
    }

    private Tls encrypted() {
        Tls now = tls;
        if (now == null) {
            throw new IllegalStateException("No TLS: pool=" + pool);
        }
        return now;
    }

    @Override
    public String toString() {
        return "security of pool " + pool + (tls() ? ", with TLS" : ", without TLS");
    }
}
