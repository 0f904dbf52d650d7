package io.mistersmith.pools.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Reason;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.TestCertificates;
import io.mistersmith.pools.internal.security.TlsSettings;
import io.mistersmith.testkit.RealThreadPools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A pool over a real Redis: passwords, TLS, rotation, and a server that goes and comes back. */
@Timeout(60)
class RedisPoolTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Path folder;
    private final TestCertificates ca;
    private int plain;

    RedisPoolTest(@TempDir Path folder) throws GeneralSecurityException, IOException {
        this.folder = folder;
        this.ca =
                new TestCertificates(folder, "ca").issue("server", "127.0.0.1").issue("client", "client.example");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        threads.close();
    }

    private RealRedis redis(String... settings) throws IOException {
        RealRedis redis = new RealRedis(settings);
        opened.add(redis);
        return redis;
    }

    private int tlsRedis(String server) throws IOException {
        int port = RealRedis.freePort();
        plain = redis(
                        "tls-port " + port,
                        "tls-cert-file " + ca.cert(server),
                        "tls-key-file " + ca.key(server),
                        "tls-ca-cert-file " + ca.ca(),
                        "tls-auth-clients yes")
                .port();
        return port;
    }

    /** Changes the TLS server that was started last, at once. */
    private void set(String key, String value) {
        try (Jedis jedis = new Jedis("127.0.0.1", plain)) {
            jedis.configSet(key, value);
        }
    }

    private RedisMaker.Settings settings(int port, String password, @Nullable TlsSettings tls) {
        return new RedisMaker.Settings(
                new HostAndPort("127.0.0.1", port), 0, "test", 1_000, 1_000, new Credentials("", password, tls));
    }

    private TlsSettings mutual(Path trusted) {
        return TlsSettings.trusting(trusted.toString())
                .showing(ca.cert("client").toString(), ca.key("client").toString());
    }

    private ResourcePool<Jedis> pool(RedisMaker maker) {
        PoolSettings settings = new PoolSettings(
                1,
                4,
                100,
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(200),
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofSeconds(3),
                Duration.ZERO,
                Duration.ZERO);
        PoolEngine<Jedis> engine = new PoolEngine<>("cache", maker, settings);
        engine.work(new ThreadsWork(threads));
        opened.add(0, engine::close);
        return new RedisView(new PoolView<>("redis", engine, new Borrower("shop 1.0.0")));
    }

    private static String echo(ResourcePool<Jedis> pool, String value) throws InterruptedException {
        try (Lease<Jedis> lease = pool.acquire(LONG)) {
            lease.get().set("key", value);
            return lease.get().get("key");
        }
    }

    @Test
    void whatWasLeftOpenOrBrokenIsNotLentAgain() throws Exception {
        ResourcePool<Jedis> pool = pool(new RedisMaker("cache", settings(redis().port(), "", null)));
        Jedis broken;
        try (Lease<Jedis> lease = pool.acquire(LONG)) {
            lease.get().multi().set("never", "committed");
        }
        assertThat(echo(pool, "a")).isEqualTo("a");
        try (Lease<Jedis> lease = pool.acquire(LONG)) {
            broken = lease.get();
            assertThat(broken.exists("never")).isFalse();
            broken.getConnection().setBroken();
        }

        try (Lease<Jedis> lease = pool.acquire(LONG)) {
            assertThat(lease.get()).isNotSameAs(broken);
        }
    }

    @Test
    void passwordIsNeededAndChangesForNewConnections() throws Exception {
        RealRedis redis = redis("requirepass first");
        RedisMaker maker = new RedisMaker("cache", settings(redis.port(), "wrong-secret", null));
        ResourcePool<Jedis> pool = pool(maker);
        assertThatExceptionOfType(AcquireTimeoutException.class)
                .isThrownBy(() -> pool.acquire(Duration.ofMillis(500)))
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("wrong-secret"));
        maker.settings(settings(redis.port(), "first", null));
        assertThat(echo(pool, "a")).isEqualTo("a");

        try (Lease<Jedis> held = pool.acquire(LONG)) {
            held.get().configSet("requirepass", "second");
            maker.settings(settings(redis.port(), "second", null));
            assertThat(pool.drain()).isNotNull();

            assertThat(echo(pool, "b")).isEqualTo("b");
            assertThat(held.get().ping()).as("still borrowed").isEqualTo("PONG");
        }
    }

    @Test
    void mutualTlsWorksAndIsRefusedWithWhatIsWrong() throws Exception {
        int port = tlsRedis("server");
        assertThat(echo(pool(new RedisMaker("cache", settings(port, "", mutual(ca.ca())))), "a"))
                .isEqualTo("a");

        assertRefused(port, TlsSettings.trusting(ca.ca().toString()), "is tls.cert missing");
        assertRefused(
                port, mutual(new TestCertificates(folder, "stranger").ca()), "unable to find valid certification path");
        ca.issue("elsewhere", "elsewhere.example");
        int elsewhere = tlsRedis("elsewhere");
        assertRefused(elsewhere, mutual(ca.ca()), "No subject alternative names matching IP address 127.0.0.1");
        TlsSettings unchecked = new TlsSettings(
                ca.ca().toString(),
                "",
                "",
                new TlsSettings.Store(ca.keystore("client").toString(), "secret"),
                TlsSettings.Store.NONE,
                false,
                "TLSv1.3");
        assertThat(echo(pool(new RedisMaker("cache", settings(elsewhere, "", unchecked))), "b"))
                .isEqualTo("b");
    }

    @Test
    void expiredCertificatesAndOldVersionsAreRefused() throws Exception {
        ca.issue("expired", "127.0.0.1", Duration.ofDays(-1), "EC");
        int port = tlsRedis("expired");
        assertRefused(port, mutual(ca.ca()), "NotAfter");

        set("tls-protocols", "TLSv1.2");
        TlsSettings newest = new TlsSettings(
                ca.ca().toString(), "", "", TlsSettings.Store.NONE, TlsSettings.Store.NONE, true, "TLSv1.3");
        assertRefused(port, newest, "protocol");
    }

    private void assertRefused(int port, TlsSettings tls, String why) {
        RedisMaker maker = new RedisMaker("cache", settings(port, "", tls));

        assertThatExceptionOfType(JedisException.class)
                .isThrownBy(() -> maker.make().ping())
                .satisfies(e -> assertThat(Reason.of(e)).contains(why));
    }

    @Test
    void renewedCertificateIsUsedByNewConnectionsAndOldOnesGo() throws Exception {
        int port = tlsRedis("server");
        ResourcePool<Jedis> pool = pool(new RedisMaker("cache", settings(port, "", mutual(ca.ca()))));
        Jedis before;
        try (Lease<Jedis> held = pool.acquire(LONG)) {
            try (Lease<Jedis> lease = pool.acquire(LONG)) {
                before = lease.get();
                assertThat(before.ping()).isEqualTo("PONG");
            }
            TestCertificates next = new TestCertificates(folder, "next").issue("renewed", "client.example");
            set("tls-ca-cert-file", next.ca().toString()); // from now on it admits no old certificate
            Files.copy(next.cert("renewed"), ca.cert("client"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(next.key("renewed"), ca.key("client"), StandardCopyOption.REPLACE_EXISTING);

            await().atMost(LONG).untilAsserted(() -> {
                try (Lease<Jedis> lease = pool.acquire(LONG)) {
                    assertThat(lease.get()).isNotSameAs(before);
                    assertThat(lease.get().ping()).isEqualTo("PONG");
                }
            });
            assertThat(held.get().ping()).as("still borrowed").isEqualTo("PONG");
        }
    }

    @Test
    void deadServerFailsInTimeAndThePoolIsBackSoonAfterIt() throws Exception {
        RealRedis redis = redis();
        ResourcePool<Jedis> pool = pool(new RedisMaker("cache", settings(redis.port(), "", null)));
        assertThat(echo(pool, "a")).isEqualTo("a");

        redis.kill();
        long began = System.nanoTime();
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> echoWithin(pool, Duration.ofSeconds(1)));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));

        redis.startAgain();
        await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> echo(pool, "b")
                .equals("b"));
    }

    private static void echoWithin(ResourcePool<Jedis> pool, Duration timeout) throws InterruptedException {
        try (Lease<Jedis> lease = pool.acquire(timeout)) {
            lease.get().set("key", "dead");
        }
    }
}
