package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.security.PoolSecurity;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Makes connections to one Redis with the settings there are; each call that waits for the network ends in time. Thread-safe. */
final class RedisMaker implements Maker<Jedis> {

    /**
     * Where to, and as whom.
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
            PoolSecurity security) {}

    private final Map<Jedis, SSLContext> madeWith = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile Settings settings;

    RedisMaker(Settings settings) {
        this.settings = settings;
    }

    /** From now on with these; what was made before is still good, unless it is drained. */
    void settings(Settings now) {
        settings = now;
    }

    @Override
    public Jedis make() {
        Settings now = settings;
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .autoNegotiateProtocol(false) // the class Jedis knows RESP2 only, and warns each time else
                .connectionTimeoutMillis(now.connectMillis)
                .socketTimeoutMillis(now.socketMillis)
                .blockingSocketTimeoutMillis(now.socketMillis)
                .database(now.database)
                .clientName(now.clientName);
        char[] password = now.security.password();
        if (password.length > 0) {
            config.credentials(new DefaultRedisCredentials(now.security.user(), password));
        }
        SSLContext context = now.security.tls() ? now.security.sslContext() : null;
        RedisSockets sockets = new RedisSockets(
                now.address.getHost(),
                now.address.getPort(),
                now.connectMillis,
                now.socketMillis,
                context,
                context == null ? null : now.security.sslParameters());
        Jedis jedis = connected(new Jedis(sockets, config.build()));
        if (context != null) {
            madeWith.put(jedis, context);
        }
        return jedis;
    }

    private static Jedis connected(Jedis jedis) {
        try {
            jedis.connect();
            return jedis;
        } catch (RuntimeException e) {
            jedis.close();
            throw e;
        }
    }

    /** Also unhealthy is what was made with certificates that have been replaced since. */
    @Override
    public boolean healthy(Jedis jedis) {
        Settings now = settings;
        if (now.security.tls() && madeWith.get(jedis) != now.security.sslContext()) {
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
