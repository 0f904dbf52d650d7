package io.mistersmith.pools.internal.security;

import io.mistersmith.pools.SecurityContext;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** User, password and TLS of one pool, as its file says. */
public final class PoolSecurity implements SecurityContext {

    private final String pool;
    private final Credentials credentials;
    private final @Nullable Tls tls;

    /** That of one pool. Its files are read when they are first needed. */
    public PoolSecurity(String pool, Credentials credentials) {
        this.pool = pool;
        this.credentials = credentials;
        TlsSettings settings = credentials.tls();
        this.tls = settings == null ? null : new Tls(settings);
    }

    /** What it was made with. */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * With what connections are encrypted now; another object once a file has changed.
     *
     * @return null: with nothing
     */
    public @Nullable SSLContext contextIfAny() {
        Tls now = tls;
        return now == null ? null : now.context();
    }

    @Override
    public String pool() {
        return pool;
    }

    @Override
    public @Nullable String user() {
        return credentials.user().isEmpty() ? null : credentials.user();
    }

    @Override
    public char[] password() {
        return credentials.password().toCharArray();
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
