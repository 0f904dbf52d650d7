package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.security.Tls;
import io.mistersmith.pools.internal.security.TlsSocketFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/**
 * With what the connections of one generation are encrypted, to its end.
 *
 * @param context what was read when the generation began
 * @param registered by what the driver finds it
 */
record Encryption(SSLContext context, String registered) {

    /**
     * With what the files hold now.
     *
     * @throws IllegalStateException if they cannot be read; the message names key or file
     */
    static Encryption of(String pool, Tls tls) {
        SSLContext context = tls.context();
        return new Encryption(context, TlsSocketFactory.register(pool, context.getSocketFactory(), tls.parameters()));
    }

    /** Our factory checks the host too, so the driver does not. */
    void addTo(Properties properties) {
        properties.setProperty("ssl", "true");
        properties.setProperty("sslmode", "require");
        properties.setProperty("sslfactory", TlsSocketFactory.class.getName());
        properties.setProperty("sslfactoryarg", registered);
    }

    void end() {
        TlsSocketFactory.unregister(registered);
    }
}
