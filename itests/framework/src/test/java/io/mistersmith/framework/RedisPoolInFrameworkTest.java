package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourcePool;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import redis.embedded.RedisServer;

/** A pool of connections to a real Redis, as a file and a service, with the bundles that the feature has. */
class RedisPoolInFrameworkTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String CFG = "io.mistersmith.pools.redis-cache.cfg";
    private static final String NAMED = "(&(pool.name=cache)(pool.kind=redis))";

    private final TestFramework framework;
    private final RedisServer redis;
    private final int port;

    RedisPoolInFrameworkTest(@TempDir Path folder) throws BundleException, IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .build();
        redis.start();
        framework = TestFramework.open(
                folder.toRealPath().resolve("home"),
                "org.apache.commons.commons-pool2",
                "json",
                "com.google.gson",
                "redis.clients.authentication.redis-authx-core",
                "redis.clients.jedis",
                "io.mistersmith.threads.provider",
                "io.mistersmith.pools.provider");
    }

    @AfterEach
    void close() throws BundleException, IOException {
        framework.close();
        redis.stop();
    }

    @Test
    void poolComesChangesBelowItsUsersAndGoesWithItsFile() throws Exception {
        framework.save(CFG, "port=" + port + "\nmax.size=2\n");
        ResourcePool<?> pool = framework.service(ResourcePool.class, NAMED);
        Object first = resource(pool);
        assertThat(ping(first)).isEqualTo("PONG");
        assertThat(resource(pool)).as("lent again").isSameAs(first);

        framework.save(CFG, "port=" + port + "\nmax.size=3\ndatabase=1\n");
        await().until(() -> pool.status().max() == 3);
        assertThat(resource(pool)).as("connected to another database").isNotSameAs(first);
        framework.save(CFG, "port=" + port + "\nmax.size=4\ntls.enabled=true\ntls.cert=only\n"); // refused
        framework.save("io.mistersmith.pools.redis-later.cfg", "max.size=1\n"); // looked at after the other
        framework.service(ResourcePool.class, "(pool.name=later)");
        assertThat(pool.status().max()).isEqualTo(3);

        Files.delete(framework.etc(CFG));
        await().until(() -> framework
                .context()
                .getServiceReferences(ResourcePool.class, NAMED)
                .isEmpty());
    }

    private static Object resource(ResourcePool<?> pool) throws InterruptedException {
        try (Lease<?> lease = pool.acquire(LONG)) {
            return lease.get();
        }
    }

    /** The class is the bundle's, not the test's. */
    private static Object ping(Object jedis) throws ReflectiveOperationException {
        return jedis.getClass().getMethod("ping").invoke(jedis);
    }
}
