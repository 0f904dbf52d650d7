package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.redis.RedisSockets.NoSocketException;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.PoolSecurity;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Makes connections to one Redis with the settings there are; each call that waits for the network ends in time. Thread-safe. */
final class RedisMaker implements Maker<Jedis> {

    /**
     * Where to, and as whom; another value means other connections.
     *
     * @param connectMillis for the connection, 1 or more
     * @param socketMillis for each answer, 1 or more
     */
    record Settings(
            HostAndPort address,
            int database,
            String clientName,
            int connectMillis,
            int socketMillis,
            Credentials credentials) {}

    /** Settings, and what was read for them. */
    private record Access(Settings settings, PoolSecurity security) {}

    private final Map<Jedis, SSLContext> madeWith = Collections.synchronizedMap(new WeakHashMap<>());
    private final String pool;
    private volatile Access access;

    RedisMaker(String pool, Settings settings) {
        this.pool = pool;
        this.access = new Access(settings, new PoolSecurity(pool, settings.credentials));
    }

    /** From now on with these; what was made before is still good, unless it is drained. */
    void settings(Settings now) {
        access = new Access(now, new PoolSecurity(pool, now.credentials));
    }

    @Override
    public Jedis make() {
        Access with = access;
        Settings now = with.settings;
        PoolSecurity security = with.security;
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .autoNegotiateProtocol(false) // the class Jedis knows RESP2 only, and warns each time else
                .connectionTimeoutMillis(now.connectMillis)
                .socketTimeoutMillis(now.socketMillis)
                .blockingSocketTimeoutMillis(now.socketMillis)
                .database(now.database)
                .clientName(now.clientName);
        char[] password = security.password();
        if (password.length > 0) {
            config.credentials(new DefaultRedisCredentials(security.user(), password));
        }
        SSLContext context = security.contextIfAny();
        RedisSockets sockets = new RedisSockets(
                now.address.getHost(),
                now.address.getPort(),
                now.connectMillis,
                now.socketMillis,
                context,
                context == null ? null : security.sslParameters());
        Jedis jedis = connected(sockets, config.build());
        if (context != null) {
            madeWith.put(jedis, context);
        }
        return jedis;
    }

    private static Jedis connected(RedisSockets sockets, JedisClientConfig config) {
        try {
            return new Jedis(new TrackedConnection(sockets, config)); // closes itself if logging in fails
        } catch (NoSocketException e) {
            throw e;
        } catch (JedisConnectionException e) {
            throw sockets.context() == null ? e : hungUp(sockets, e);
        }
    }

    /** With TLS 1.3 the server looks at the certificate when the handshake is over for this side. */
    private static JedisConnectionException hungUp(RedisSockets sockets, JedisConnectionException e) {
        return new JedisConnectionException(
                "No connection: redis=" + sockets.host() + ":" + sockets.port() + ", " + e.getMessage()
                        + ", just after the TLS handshake; is tls.cert missing, or none that the server trusts?",
                e);
    }

    /** Also unhealthy is what was made with certificates that have been replaced since. */
    @Override
    public boolean healthy(Jedis jedis) {
        if (madeWith.get(jedis) != access.security.contextIfAny()) {
            return false;
        }
        return !jedis.isBroken() && "PONG".equals(jedis.ping());
    }

    @Override
    public void destroy(Jedis jedis) {
        madeWith.remove(jedis);
        jedis.close();
    }
}
