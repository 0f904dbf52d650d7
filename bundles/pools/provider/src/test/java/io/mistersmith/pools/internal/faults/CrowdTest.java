package io.mistersmith.pools.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolException;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.files.FileVictim;
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
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many threads at one small pool, and a pool whose settings change below those who use it; every kind. */
@Timeout(240)
class CrowdTest {

    private static final Logger LOG = LoggerFactory.getLogger(CrowdTest.class);
    private static final boolean FULL = Boolean.getBoolean("pools.torture");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SIZE = 4;
    private static final int THREADS = 1_000;
    private static final int ROUNDS = FULL ? 50 : 3;
    private static final int BORROWERS = 16;
    private static final Duration CHANGING = FULL ? Duration.ofSeconds(30) : Duration.ofMillis(400);
    private static final Victim.Limits LIMITS =
            new Victim.Limits(SIZE, LONG, Duration.ofSeconds(5), Duration.ofSeconds(5));

    private final List<Thread> started = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static RealRedis redis;

    @BeforeAll
    static void begin() throws IOException {
        redis = new RealRedis();
    }

    @AfterAll
    static void end() throws IOException {
        redis.close();
    }

    /** Kinds of pools. */
    enum Kind {
        JDBC {
            @Override
            Victim<?> open(ThreadPools threads) {
                return new JdbcVictim(Postgres.server().port(), LIMITS, threads);
            }
        },
        REDIS {
            @Override
            Victim<?> open(ThreadPools threads) {
                return new RedisVictim(redis.port(), LIMITS, threads);
            }
        },
        FILES {
            @Override
            Victim<?> open(ThreadPools threads) {
                return new FileVictim(LIMITS, threads);
            }
        },
        GENERIC {
            @Override
            Victim<?> open(ThreadPools threads) {
                return new WidgetVictim(LIMITS, threads);
            }
        };

        abstract Victim<?> open(ThreadPools threads);
    }

    private interface Borrowing {
        void run(int number) throws Exception;
    }

    private Queue<Throwable> start(int threads, Borrowing work) {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            Runnable run = () -> {
                try {
                    work.run(number);
                } catch (Throwable e) {
                    failures.add(e);
                }
            };
            Thread thread = new Thread(null, run, "crowd-" + i, 128 * 1024);
            thread.setDaemon(true);
            started.add(thread);
            thread.start();
        }
        return failures;
    }

    private void join() throws InterruptedException {
        for (Thread thread : started) {
            thread.join(LONG.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noneOfAThousandThreadsStarvesAtAPoolOfFour(Kind kind) throws Exception {
        try (RealThreadPools threads = RealThreadPools.unbounded();
                Victim<?> victim = kind.open(threads)) {
            crowd(kind, victim);
        }
    }

    private <R> void crowd(Kind kind, Victim<R> victim) throws Exception {
        AtomicIntegerArray rounds = new AtomicIntegerArray(THREADS);
        AtomicInteger fewestWhenFirstWasDone = new AtomicInteger(-1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicLong longest = new AtomicLong();
        AtomicLong waited = new AtomicLong();
        List<Lease<R>> held = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            held.add(victim.pool().acquire());
        }
        Queue<Throwable> failures = start(THREADS, number -> {
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                try (Lease<R> lease = victim.pool().acquire()) {
                    long wait = System.nanoTime() - began;
                    longest.accumulateAndGet(wait, Math::max);
                    waited.addAndGet(wait);
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    victim.call(lease.get(), "thread " + number);
                    now.decrementAndGet();
                }
                if (rounds.incrementAndGet(number) == ROUNDS) {
                    fewestWhenFirstWasDone.compareAndSet(-1, fewest(rounds));
                }
            }
        });
        await().atMost(LONG).until(() -> victim.pool().status().waiting() == THREADS); // now all of them stand in line
        long began = System.nanoTime();

        held.forEach(Lease::close);
        join();

        long millis = (System.nanoTime() - began) / 1_000_000;
        LOG.info(
                "{}: {} threads on {}, {} leases in {} ms; wait {} ms on average, {} at most; when the first was done with {}"
                        + " rounds the last was with {}",
                kind,
                THREADS,
                SIZE,
                THREADS * ROUNDS,
                millis,
                waited.get() / THREADS / ROUNDS / 1_000_000,
                longest.get() / 1_000_000,
                ROUNDS,
                fewestWhenFirstWasDone);
        assertThat(failures).isEmpty();
        assertThat(most).hasValueLessThanOrEqualTo(SIZE);
        assertThat(fewestWhenFirstWasDone).as("rounds of the slowest").hasValueGreaterThanOrEqualTo(ROUNDS / 2);
        assertThat(victim.pool().status().timeouts()).isZero();
        assertThat(victim.pool().status().acquired()).isEqualTo((long) THREADS * ROUNDS + SIZE);
    }

    private static int fewest(AtomicIntegerArray rounds) {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < rounds.length(); i++) {
            fewest = Math.min(fewest, rounds.get(i));
        }
        return fewest;
    }

    @ParameterizedTest
    @EnumSource
    void nothingBorrowedIsClosedWhileEverySettingChanges(Kind kind) throws Exception {
        try (RealThreadPools threads = RealThreadPools.unbounded();
                Victim<?> victim = kind.open(threads)) {
            change(kind, victim);
        }
    }

    private <R> void change(Kind kind, Victim<R> victim) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AtomicLong worked = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicInteger done = new AtomicInteger();
        Queue<Throwable> failures = start(BORROWERS, number -> {
            while (done.get() == 0) {
                try (Lease<R> lease = victim.pool().acquire()) {
                    victim.call(lease.get(), "first");
                    LockSupport.parkNanos(2_000_000);
                    victim.call(lease.get(), "second");
                    worked.incrementAndGet();
                } catch (PoolException e) {
                    refused.incrementAndGet();
                    LockSupport.parkNanos(1_000_000);
                }
            }
        });
        long end = System.nanoTime() + CHANGING.toNanos();
        int changes = 0;
        for (; System.nanoTime() < end && failures.isEmpty(); changes++) {
            long before = worked.get();
            victim.settings(any(random), random.nextInt(3));
            if (changes % 4 == 0) {
                await().pollInterval(Duration.ofMillis(5)).atMost(LONG).until(() -> worked.get() > before);
            }
        }
        victim.settings(Victim.sizes(LIMITS), 0);
        long before = worked.get();
        await().atMost(LONG)
                .until(() -> worked.get() > before && victim.pool().status().size() == SIZE);
        done.set(1);
        join();
        LOG.info("{}: {} changes, {} leases, {} refused; seed {}", kind, changes, worked, refused, seed);

        assertThat(failures).as("seed " + seed).isEmpty();
        assertThat(victim.pool().status().active()).isZero();
        assertThat(victim.pool().status().waiting()).isZero();
    }

    /** Every key at random; leases are never taken back. */
    private static PoolSettings any(Random random) {
        int max = 1 + random.nextInt(8);
        return new PoolSettings(
                random.nextInt(max + 1),
                max,
                1 + random.nextInt(100),
                Duration.ofMillis(100 + random.nextInt(2_000)),
                one(random, 0, 20, 1_000),
                one(random, 0, 20, 40_000),
                one(random, 0, 20, 30_000),
                one(random, -1, 0, 10),
                Duration.ofMillis(10 + random.nextInt(100)),
                Duration.ofMillis(1_000 + random.nextInt(5_000)),
                one(random, 0, 1_000, 60_000),
                Duration.ZERO);
    }

    private static Duration one(Random random, long... millis) {
        return Duration.ofMillis(millis[random.nextInt(millis.length)]);
    }
}
