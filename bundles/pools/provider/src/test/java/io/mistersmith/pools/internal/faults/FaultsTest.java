package io.mistersmith.pools.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.internal.jdbc.JdbcVictim;
import io.mistersmith.pools.internal.jdbc.Postgres;
import io.mistersmith.pools.internal.redis.RealRedis;
import io.mistersmith.pools.internal.redis.RedisVictim;
import io.mistersmith.testkit.RealThreadPools;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL and a real Redis, killed, held up, slowed down and answering garbage, each with a pool before it and threads
 * that use it all the time: every call ends within its timeout with an error of its kind, nothing grows, and the pool is full
 * again within 5 s after the fault.
 */
@Timeout(240)
class FaultsTest {

    private static final Logger LOG = LoggerFactory.getLogger(FaultsTest.class);
    private static final boolean FULL = Boolean.getBoolean("pools.torture");
    private static final int SIZE = 4;
    private static final int CALLERS = 16;
    private static final Duration FULL_AGAIN = Duration.ofSeconds(5);

    /** What a busy machine may add to a timeout. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration SLOWED_BY = FULL ? Duration.ofSeconds(5) : Duration.ofMillis(1_200);
    private static final Victim.Limits LIMITS = FULL
            ? new Victim.Limits(SIZE, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(2))
            : new Victim.Limits(SIZE, Duration.ofMillis(700), Duration.ofSeconds(1), Duration.ofSeconds(1));

    @SuppressWarnings("NullAway.Init") // before all tests
    private static RealRedis redis;

    @BeforeAll
    static void begin() throws IOException {
        redis = new RealRedis();
        Postgres.server();
    }

    @AfterAll
    static void end() throws IOException {
        redis.close();
    }

    /** What goes wrong. */
    enum Fault {
        KILLED(1_000) {
            @Override
            void begin(Server server, FaultyProxy proxy) throws IOException {
                server.kill();
            }

            @Override
            void end(Server server, FaultyProxy proxy) throws IOException {
                server.startAgain();
            }
        },

        PAUSED(1_600) {
            @Override
            void begin(Server server, FaultyProxy proxy) throws IOException {
                server.pause();
            }

            @Override
            void end(Server server, FaultyProxy proxy) throws IOException {
                server.goOn();
            }
        },

        SLOWED(1_600) {
            @Override
            void begin(Server server, FaultyProxy proxy) {
                proxy.delay(SLOWED_BY);
            }

            @Override
            void end(Server server, FaultyProxy proxy) {
                proxy.delay(Duration.ZERO);
            }
        },

        GARBAGE(1_000) {
            @Override
            void begin(Server server, FaultyProxy proxy) {
                proxy.garbage(true);
            }

            @Override
            void end(Server server, FaultyProxy proxy) {
                proxy.garbage(false);
            }
        };

        private final Duration lasts;

        Fault(long shortMillis) {
            this.lasts = FULL ? Duration.ofSeconds(30) : Duration.ofMillis(shortMillis);
        }

        abstract void begin(Server server, FaultyProxy proxy) throws IOException;

        abstract void end(Server server, FaultyProxy proxy) throws IOException;
    }

    private interface Opening<R> {
        Victim<R> open(int port, Victim.Limits limits, ThreadPools threads);
    }

    @ParameterizedTest
    @EnumSource
    void everyCallEndsInTimeAndThePoolIsFullAgainSoonAfter(Fault fault) throws Exception {
        List<Callable<Void>> both = List.of(
                () -> endure("jdbc", fault, Postgres.server(), JdbcVictim::new),
                () -> endure("redis", fault, redis, RedisVictim::new));
        Resources before = Resources.live();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Resources peak = before;
            List<Future<Void>> running = new ArrayList<>();
            both.forEach(one -> running.add(two.submit(one)));
            for (Future<Void> one : running) {
                while (!one.isDone()) {
                    peak = peak.max(Resources.now());
                    pause(Duration.ofMillis(20));
                }
            }
            for (Future<Void> one : running) {
                one.get();
            }
            Resources after = Resources.live();
            LOG.info("{}: before {}, at most {}, after {}", fault, before, peak, after);
            peak.assertNotMuchMoreThan(before, 2 * (CALLERS + 4 * SIZE + 10), 2 * 6 * SIZE);
            assertThat(after.heap()).as("heap").isLessThan(before.heap() + (16 << 20));
        } finally {
            two.shutdownNow();
        }
    }

    private static <R> Void endure(String kind, Fault fault, Server server, Opening<R> opening) throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(server.port());
                RealThreadPools threads = RealThreadPools.unbounded();
                Victim<R> victim = opening.open(proxy.port(), LIMITS, threads);
                Load<R> load = new Load<>(victim, CALLERS, LIMITS.acquire())) {
            await().until(() -> victim.pool().status().size() == SIZE && load.worked.get() > 2 * CALLERS);
            long worked = load.worked.get();
            fault.begin(server, proxy);
            try {
                pause(fault.lasts);
            } finally {
                fault.end(server, proxy);
            }
            long back = System.nanoTime();
            long before = load.worked.get();
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(FULL_AGAIN.plus(MARGIN))
                    .until(() -> victim.pool().status().size() == SIZE && load.worked.get() > before);
            Duration full = since(back);
            load.end();
            useAll(victim);
            LOG.info("{} {}: full again after {} ms, {} {}", kind, fault, full.toMillis(), load, load.late());

            assertThat(load.late()).as(kind).isEmpty();
            assertThat(load.failures()).as(kind + ": the fault was felt").isNotEmpty();
            assertThat(load.untyped()).as(kind).isEmpty();
            assertThat(full).as(kind + ": full again").isLessThan(FULL_AGAIN);
            assertThat(worked).isPositive();
            assertWithin(kind + ": acquire", load.longestAcquire.get(), LIMITS.acquire());
            assertWithin(kind + ": release", load.longestRelease.get(), Duration.ZERO);
            assertThat(victim.pool().status().active()).isZero();
            assertThat(victim.pool().status().waiting()).isZero();
        }
        return null;
    }

    /** Borrows all there are, and uses each. */
    private static <R> void useAll(Victim<R> victim) throws Exception {
        List<Lease<R>> leases = new ArrayList<>();
        try {
            for (int i = 0; i < SIZE; i++) {
                leases.add(victim.pool().acquire());
            }
            for (Lease<R> lease : leases) {
                victim.call(lease.get(), "number " + leases.indexOf(lease));
            }
        } finally {
            leases.forEach(Lease::close);
        }
    }

    private static void assertWithin(String what, long nanos, Duration timeout) {
        assertThat(Duration.ofNanos(nanos)).as(what).isLessThan(timeout.plus(MARGIN));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void pause(Duration time) throws InterruptedException {
        boolean never = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(never).isFalse();
    }
}
