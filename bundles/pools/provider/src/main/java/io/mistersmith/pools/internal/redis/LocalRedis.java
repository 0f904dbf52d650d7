package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.threads.ThreadPools;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A pool of connections without OSGi, to a Redis of this machine: for benchmarks. */
public final class LocalRedis implements AutoCloseable {

    private static final int LIMIT_MILLIS = 2_000;

    private final PoolEngine<Jedis> engine;

    /** A pool that makes its connections on these threads. */
    public LocalRedis(int port, ThreadPools threads, PoolSettings sizes) {
        HostAndPort address = new HostAndPort("127.0.0.1", port);
        engine = new PoolEngine<>(
                "local",
                new RedisMaker(
                        "local",
                        new RedisMaker.Settings(address, 0, "local", LIMIT_MILLIS, LIMIT_MILLIS, Credentials.NONE)),
                sizes);
        engine.work(new ThreadsWork(threads));
    }

    /** As one bundle sees it. */
    public ResourcePool<Jedis> pool() {
        return new RedisView(new PoolView<>("redis", engine, new Borrower("local")));
    }

    @Override
    public void close() {
        engine.close();
    }
}
