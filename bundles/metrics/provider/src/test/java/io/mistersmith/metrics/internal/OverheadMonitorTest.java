package io.mistersmith.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.metrics.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverheadMonitorTest {

    private static final long MILLI = 1_000_000;

    private static final int BATCH = 1_000;
    private static final long NANOS_OF_ONE_UPDATE = 1_000;

    private final Sampling sampling = new Sampling();
    private long nanos;
    private long updates;

    /** Each look at the clock takes as long as a batch of updates. */
    private final OverheadMonitor monitor = new OverheadMonitor(sampling, () -> nanos += BATCH * NANOS_OF_ONE_UPDATE);

    @Test
    void updatesAboveTheBudgetHalveTheShareAgainAndAgainDownTo64th() {
        collect(9);
        assertThat(monitor.ratio()).isEqualTo(1);

        collect(12);
        assertThat(monitor.ratio()).isEqualTo(0.5);
        assertThat(monitor.overBudget()).isEqualTo(1);

        for (int i = 0; i < 10; i++) {
            collect(50);
        }
        assertThat(monitor.ratio()).isEqualTo(1.0 / 64);
    }

    @Test
    void theShareRisesAgainAfterThreeCalmCollections() {
        collect(12);
        collect(12);
        assertThat(monitor.ratio()).isEqualTo(0.25);

        collect(1);
        collect(1);
        collect(6); // below the budget, but not calm
        collect(1);
        collect(1);
        assertThat(monitor.ratio()).isEqualTo(0.25);
        collect(1);
        assertThat(monitor.ratio()).isEqualTo(0.5);
        for (int i = 0; i < 10; i++) {
            collect(1);
        }
        assertThat(monitor.ratio()).isEqualTo(1);
    }

    @Test
    void aSlowCollectionDoesNotLowerTheShare() {
        for (int i = 0; i < 10; i++) {
            List<FamilySnapshot> unused = monitor.measure(() -> {
                nanos += 100 * MILLI;
                return List.of();
            });
        }

        assertThat(monitor.ratio()).isEqualTo(1);
        assertThat(monitor.overBudget()).isZero();
    }

    @Test
    void updatesThatCostMoreThanTheBudgetPerSecondAreSampledToo() {
        OverheadMonitor real = new OverheadMonitor(sampling, System::nanoTime);
        real.settings(new Overhead(Duration.ofMillis(1), 1.0, 1_000));
        MeterTable table = new MeterTable(new MetricRegistry(), 10);
        Timer timer = new MetricsView(table, new Owner("orders"))
                .timer("call_seconds", "Calls")
                .get();
        List<FamilySnapshot> before = real.measure(table::families);
        assertThat(before).isNotEmpty();

        long end = System.nanoTime() + 300 * MILLI;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 1_000; i++) {
                timer.record(i);
            }
        }
        assertThat(real.measure(table::families)).hasSizeGreaterThanOrEqualTo(before.size());

        assertThat(real.updateSeconds()).as("time of one update").isBetween(1e-10, 1e-4);
        assertThat(real.updateShare()).as("share of time").isBetween(0.001, 10.0);
        assertThat(real.ratio()).isEqualTo(0.5);
    }

    @Test
    void aConfiguredRateIsTheMost() {
        monitor.settings(new Overhead(Duration.ofMillis(10), 0.3, 1_000));
        assertThat(monitor.ratio()).isEqualTo(0.25);

        collect(12);
        for (int i = 0; i < 10; i++) {
            collect(1);
        }
        assertThat(monitor.ratio()).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 100, 1_000})
    void countsAndSumsAreExactWhateverIsSampled(int events) {
        MeterTable table = new MeterTable(new MetricRegistry(), 10);
        table.overhead(new Overhead(Duration.ofMillis(10), 1.0 / 64, 1_000));
        Metrics metrics = new MetricsView(table, new Owner("orders"));
        Timer timer = metrics.timer("call_seconds", "Calls").get();
        Histogram histogram = metrics.histogram("body_bytes", "Bodies", "bytes").get();
        for (int i = 1; i <= events; i++) {
            timer.record(i * 1_000L);
            histogram.record(i);
            if (i % 7 == 0) {
                assertThat(timer.count()).isEqualTo(i);
            }
        }

        for (String name : List.of("call_seconds", "body_bytes")) {
            Distribution seen = Objects.requireNonNull(
                    table.family(name).orElseThrow().series().get(0).distribution());
            long scale = name.equals("call_seconds") ? 1_000 : 1;
            assertThat(seen.count()).isEqualTo(events);
            assertThat(seen.sum()).isEqualTo(scale * events * (events + 1L) / 2);
            assertThat(seen.countAtMost(Long.MAX_VALUE)).as("buckets add up").isEqualTo(events);
        }
    }

    @Test
    void noBucketEverFallsWhileUpdatesAreSampled() {
        Recorder recorder = new Recorder(sampling);
        sampling.shift(6);
        long[] before = new long[20];
        for (int i = 0; i < 20_000; i++) {
            recorder.record((i * 7_919L) % 1_000_000);
            if (i % 13 == 0) {
                RecordedDistribution now = recorder.snapshot();
                for (int power = 0; power < before.length; power++) {
                    long atMost = now.countAtMost(1L << power);
                    assertThat(atMost).as("at most 2^%d", power).isGreaterThanOrEqualTo(before[power]);
                    before[power] = atMost;
                }
                assertThat(now.count()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void sampledTimersHaveAboutTheSameQuantiles() {
        MeterTable table = new MeterTable(new MetricRegistry(), 10);
        table.overhead(new Overhead(Duration.ofMillis(10), 1.0 / 16, 1_000));
        Metrics metrics = new MetricsView(table, new Owner("orders"));
        Timer timer = metrics.timer("call_seconds", "Calls").get();
        Counter counter = metrics.counter("called_total", "Calls").get();
        for (int i = 1; i <= 200_000; i++) {
            timer.record(i);
            counter.increment();
        }

        Distribution seen = Objects.requireNonNull(
                table.family("call_seconds").orElseThrow().series().get(0).distribution());
        assertThat(counter.value()).isEqualTo(200_000);
        assertThat(seen.min()).isEqualTo(1);
        assertThat(seen.max()).isEqualTo(200_000);
        assertThat(seen.count()).isEqualTo(200_000);
        assertThat(seen.sum()).isEqualTo(200_000L * 200_001 / 2);
        assertThat((double) seen.quantile(0.5)).isCloseTo(100_000, withPercentage(5));
    }

    @Test
    void itsOwnStateIsAMetric() {
        MeterTable table = new MeterTable(new MetricRegistry(), 10);
        List<FamilySnapshot> first = table.families();
        List<FamilySnapshot> second = table.families();

        assertThat(first)
                .extracting(FamilySnapshot::name)
                .contains(
                        "mistersmith_metrics_collection_seconds",
                        "mistersmith_metrics_over_budget_total",
                        "mistersmith_metrics_sampling_ratio",
                        "mistersmith_metrics_series",
                        "mistersmith_metrics_update_seconds",
                        "mistersmith_metrics_updates_ratio");
        assertThat(value(second, "mistersmith_metrics_collection_seconds")).isEqualTo(1);
        assertThat(value(second, "mistersmith_metrics_series"))
                .isEqualTo(first.stream().mapToInt(one -> one.series().size()).sum());
        assertThat(value(second, "mistersmith_metrics_sampling_ratio")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1000, max.collection.time.ms=0 is not within 1..10000 ms",
        "10001, 1, 1000, max.collection.time.ms=10001 is not within 1..10000 ms",
        "10, 0.01, 1000, sampling.rate=0.01 is not within 0.015625..1",
        "10, 1.1, 1000, sampling.rate=1.1 is not within 0.015625..1",
        "10, 1, 9, batch.size=9 is not within 10..100000 updates"
    })
    void aSettingOutOfRangeIsRefused(long millis, double rate, int batch, String message) {
        assertThatThrownBy(() -> new Overhead(Duration.ofMillis(millis), rate, batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static double value(List<FamilySnapshot> families, String name) {
        return families.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .series()
                .get(0)
                .value();
    }

    /** Collects after about a second in which updates took this long. */
    private void collect(long millis) {
        updates += millis * MILLI / NANOS_OF_ONE_UPDATE;
        long[][] counts = {{updates}};
        SeriesSnapshot series = new SeriesSnapshot(List.of(), updates, new RecordedDistribution(counts, 0, 0, 0, null));
        List<FamilySnapshot> unused = monitor.measure(() -> {
            nanos += 1_000 * MILLI;
            return List.of(new FamilySnapshot(
                    "call_seconds", MeterKind.TIMER, "Calls", "seconds", List.of(), List.of(series)));
        });
    }
}
