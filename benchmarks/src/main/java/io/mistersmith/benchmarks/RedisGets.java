package io.mistersmith.benchmarks;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.redis.LocalRedis;
import io.mistersmith.threads.internal.LocalThreads;
import java.io.IOException;
import java.net.ServerSocket;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/**
 * Question: what does a connection cost that is borrowed for each GET, stacks kept as shipped?
 *
 * <p>Rival: a bare client that keeps one connection. A good number is 0.9 of its rate. Both sides have one thread and a Redis
 * of their own on this machine.
 */
final class RedisGets {

    private static final String KEY = "greeting";
    private static final String VALUE = "x".repeat(100);

    private RedisGets() {}

    static double pooled(boolean quick) throws Exception {
        int port = freePort();
        RedisServer redis = started(port);
        try (LocalThreads threads = new LocalThreads();
                LocalRedis local = new LocalRedis(port, threads.of("benchmarks"), PoolSettings.of(4, 4))) {
            ResourcePool<Jedis> pool = local.pool();
            try (Lease<Jedis> lease = pool.acquire()) {
                lease.get().set(KEY, VALUE);
            }
            return Rates.of(1, quick, () -> {
                try (Lease<Jedis> lease = pool.acquire()) {
                    lease.get().get(KEY);
                }
            });
        } finally {
            redis.stop();
        }
    }

    static double bare(boolean quick) throws Exception {
        int port = freePort();
        RedisServer redis = started(port);
        try (Jedis client = new Jedis("127.0.0.1", port)) {
            client.set(KEY, VALUE);
            return Rates.of(1, quick, () -> client.get(KEY));
        } finally {
            redis.stop();
        }
    }

    private static RedisServer started(int port) throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
