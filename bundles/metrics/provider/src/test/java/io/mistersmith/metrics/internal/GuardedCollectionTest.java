package io.mistersmith.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.SeriesSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class GuardedCollectionTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MetricRegistry registry = new MetricRegistry();
    private final MeterTable table = new MeterTable(registry, 100);
    private final Metrics evil = new MetricsView(table, new Owner("com.acme.evil"));
    private final Metrics good = new MetricsView(table, new Owner("com.acme.good"));
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void useThreads() {
        table.threads(() -> threads);
        good.gauge("good_level", "Good", () -> 7);
    }

    @AfterEach
    void end() {
        release.countDown();
        threads.shutdownNow();
        assertThat(Thread.interrupted()).isFalse();
    }

    @SuppressWarnings({"removal", "OverrideThrowableToString"})
    static Stream<Throwable> everyThrowable() {
        return Stream.of(
                new IllegalStateException("r"),
                new Error("e"),
                new OutOfMemoryError("o"),
                new StackOverflowError(),
                new NoClassDefFoundError("n"),
                new ThreadDeath(),
                new Throwable("t"),
                new Error() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String toString() {
                        throw new Error("of toString");
                    }
                });
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("everyThrowable")
    void whateverASupplierThrowsCostsItsOwnValueAlone(Throwable thrown) {
        evil.gauge("evil_level", "Evil", () -> GuardedCollectionTest.<RuntimeException>sneaky(thrown));
        evil.counter(
                "evil_total", "Evil", Map.of(), () -> (long) GuardedCollectionTest.<RuntimeException>sneaky(thrown));
        registry.register(
                "evil.guest", (Gauge<Integer>) () -> (int) GuardedCollectionTest.<RuntimeException>sneaky(thrown));

        for (boolean pool : new boolean[] {true, false}) {
            table.threads(() -> pool ? threads : null);
            assertThat(value("good_level")).isEqualTo(7);
            assertThat(value("evil_level")).isNaN();
            assertThat(value("evil_total")).isNaN();
            assertThat(value("evil_guest")).isNaN();
        }
        assertThat(value("mistersmith_metrics_supplier_failures_total")).isGreaterThanOrEqualTo(6);
        assertThat(problems())
                .contains(
                        List.of("com.acme.evil", "evil_level", "failing"),
                        List.of("com.acme.evil", "evil_total", "failing"));
    }

    @Test
    void supplierThatLeavesAnInterruptDisturbsNobody() {
        evil.gauge("evil_level", "Evil", () -> {
            Thread.currentThread().interrupt();
            return 1;
        });
        table.threads(() -> null);

        assertThat(table.families()).isNotEmpty();
        assertThat(value("evil_level")).isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void supplierThatNeverReturnsIsLeftOutNamedAndBackAgainLater() {
        AtomicInteger calls = new AtomicInteger();
        evil.gauge("evil_level", "Evil", () -> {
            if (calls.getAndIncrement() == 0) {
                waitFor(release);
            }
            return 1;
        });

        assertThat(table.families()).isNotEmpty();
        assertThat(value("good_level")).isEqualTo(7);
        assertThat(value("evil_level")).isNaN();
        assertThat(calls).hasValue(1);
        await().untilAsserted(() ->
                assertThat(problems()).containsExactly(List.of("com.acme.evil", "evil_level", "hanging")));

        release.countDown();

        await().until(() -> value("evil_level") == 1 && problems().isEmpty());
    }

    @Test
    void oneSlowCallIsNoProblem() {
        AtomicInteger calls = new AtomicInteger();
        evil.gauge("evil_level", "Evil", () -> {
            if (calls.getAndIncrement() == 0) {
                waitFor(release);
            }
            return 1;
        });

        assertThat(table.families()).isNotEmpty(); // gives it up
        assertThat(calls).hasValue(1);
        assertThat(problems()).isEmpty();

        release.countDown();
        await().until(() -> {
            assertThat(problems()).isEmpty();
            return value("evil_level") == 1 && calls.get() > SuppliedMeter.QUICK_READS;
        });
    }

    @Test
    void bundleWhoseSuppliersAllHangTakesAFewThreadsAndNobodyElsesValues() {
        AtomicInteger hanging = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            evil.gauge("evil_" + i + "_level", "Evil", () -> {
                hanging.incrementAndGet();
                waitFor(release);
                return 1;
            });
        }
        long began = System.nanoTime();

        for (int i = 0; i < 5; i++) {
            assertThat(value("good_level")).isEqualTo(7);
            assertThat(table.families()).isNotEmpty();
        }

        assertThat(hanging.get()).isLessThanOrEqualTo(GuardedCollection.PER_BUNDLE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void slowSupplierIsReadApartAndNamed() {
        evil.gauge("evil_level", "Evil", () -> {
            LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
            return 3;
        });

        await().untilAsserted(() -> {
            assertThat(table.families()).isNotEmpty();
            assertThat(problems()).containsExactly(List.of("com.acme.evil", "evil_level", "slow"));
        });
        assertThat(value("evil_level")).isEqualTo(3);
        assertThat(value("mistersmith_metrics_sampling_ratio")).isEqualTo(1);
    }

    @Test
    void withAFullPoolValuesAreStillRead() {
        table.threads(() -> task -> {
            throw new RejectedExecutionException();
        });
        assertThat(value("good_level")).isEqualTo(7);

        table.threads(() -> task -> {});
        assertThat(value("good_level")).isEqualTo(7);
    }

    private double value(String name) {
        return table.family(name).orElseThrow().series().get(0).value();
    }

    private List<List<String>> problems() {
        return table.family(MeterTable.PROBLEMS).stream()
                .flatMap(family -> family.series().stream())
                .map(SeriesSnapshot::labelValues)
                .toList();
    }

    /** Waits, whatever interrupts it. */
    private static void waitFor(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = true;
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> double sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
