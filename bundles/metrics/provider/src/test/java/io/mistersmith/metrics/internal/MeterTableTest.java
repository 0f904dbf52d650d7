package io.mistersmith.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.metrics.Timer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterTableTest {

    private static final int MAX = 10;

    private final MetricRegistry registry = new MetricRegistry();
    private final MeterTable table = new MeterTable(registry, MAX);
    private final Owner orders = new Owner("orders");
    private final Metrics metrics = new MetricsView(table, orders);
    private final Metrics others = new MetricsView(table, new Owner("audit"));

    @Test
    void seriesOfALibraryAreShownBesideOursOfTheSameName() {
        metrics.gauge("hikaricp_connections_max", "Most", Map.of("pool", "orders"), () -> 3);
        registry.register("audit.pool.MaxConnections", (com.codahale.metrics.Gauge<Integer>) () -> 4);
        registry.register("orders.pool.MaxConnections", (com.codahale.metrics.Gauge<Integer>) () -> 5);

        List<SeriesSnapshot> both =
                List.of(new SeriesSnapshot(List.of("audit"), 4, null), new SeriesSnapshot(List.of("orders"), 3, null));
        assertThat(family("hikaricp_connections_max").series()).isEqualTo(both);
        assertThat(table.families())
                .filteredOn(one -> one.name().equals("hikaricp_connections_max"))
                .extracting(FamilySnapshot::series)
                .containsExactly(both);
    }

    @Test
    void theSameNameAndLabelsGiveTheSameSeriesToEveryBundle() {
        metrics.counter("flagged_total", "Flagged", "currency").with("EUR").increment();
        others.counter("flagged_total", "Flagged", "currency").with("EUR").increment(2);

        assertThat(family("flagged_total"))
                .returns(MeterKind.COUNTER, FamilySnapshot::kind)
                .returns("Flagged", FamilySnapshot::help)
                .returns(List.of("currency"), FamilySnapshot::labels)
                .returns(List.of(new SeriesSnapshot(List.of("EUR"), 3, null)), FamilySnapshot::series);
    }

    @Test
    void everyKindShowsItsValue() throws Exception {
        Gauge gauge = metrics.gauge("fill_ratio", "Fill").get();
        gauge.set(0.5);
        gauge.add(-0.25);
        metrics.histogram("body_bytes", "Body", "bytes", "a", "b")
                .with("x", "y")
                .record(100);
        Timer timer = metrics.timer("call_seconds", "Call", "a", "b", "c").with("1", "2", "3");
        timer.record(Duration.ofMillis(2));
        timer.record(5L);
        assertThat(timer.<String>time(() -> "done")).isEqualTo("done");

        assertThat(series("fill_ratio").value()).isEqualTo(0.25);
        assertThat(distribution("body_bytes").max()).isEqualTo(100);
        assertThat(family("body_bytes").unit()).isEqualTo("bytes");
        assertThat(distribution("call_seconds").count()).isEqualTo(3);
        assertThat(distribution("call_seconds").max()).isEqualTo(2_000_000);
        assertThat(series("call_seconds").labelValues()).containsExactly("1", "2", "3");
    }

    @Test
    void seriesAboveTheLimitLandInOneThatIsCalledOtherAndAreCounted() {
        Metrics.Family<Counter> family = metrics.counter("seen_total", "Seen", "user", "kind");
        for (int i = 0; i < MAX + 5; i++) {
            family.with("user-" + i, "a").increment();
        }
        family.with("user-3", "a").increment();

        assertThat(family("seen_total").series()).hasSize(MAX + 1);
        assertThat(family("seen_total").series())
                .contains(
                        new SeriesSnapshot(List.of("other", "other"), 5, null),
                        new SeriesSnapshot(List.of("user-3", "a"), 2, null));
        assertThat(family(MeterTable.OVERFLOW).series())
                .containsExactly(new SeriesSnapshot(List.of("seen_total"), 5, null));
    }

    @Test
    void aRemovedSeriesMakesRoomForAnother() {
        Metrics.Family<Counter> family = metrics.counter("seen_total", "Seen", "user");
        for (int i = 0; i < MAX; i++) {
            family.with("user-" + i).increment();
        }

        assertThat(family.remove("user-0")).isTrue();
        assertThat(family.remove("user-0")).isFalse();
        family.with("new").increment();

        assertThat(family("seen_total").series())
                .contains(new SeriesSnapshot(List.of("new"), 1, null))
                .hasSize(MAX);
    }

    @Test
    void whatOnlyAStoppedBundleUsedGoesAndItsHandlesStillWork() {
        Counter mine = metrics.counter("mine_total", "Mine").get();
        Metrics.Family<Counter> shared = metrics.counter("shared_total", "Shared", "by");
        shared.with("both").increment();
        shared.with("orders").increment();
        others.counter("shared_total", "Shared", "by").with("both").increment();
        metrics.gauge("rows_ratio", "Rows", () -> 1);

        table.stop(orders);
        mine.increment();
        shared.with("late").increment();

        assertThat(table.family("mine_total")).isEmpty();
        assertThat(table.family("rows_ratio")).isEmpty();
        assertThat(family("shared_total").series()).containsExactly(new SeriesSnapshot(List.of("both"), 2, null));
        assertThat(registry.getNames())
                .contains("shared_total{by=both}")
                .doesNotContain("mine_total", "rows_ratio", "shared_total{by=orders}", "shared_total{by=late}");
        assertThat(mine.value()).isEqualTo(1);
    }

    @Test
    void aBundleThatComesBackMayUseANameForSomethingElse() {
        metrics.counter("x_total", "X", "a").with("1").increment();

        table.stop(orders);
        new MetricsView(table, new Owner("orders"))
                .counter("x_total", "X", "b")
                .with("2")
                .increment();

        assertThat(family("x_total").labels()).containsExactly("b");
    }

    @Test
    void aStoppedBundlesSupplierIsFree() {
        WeakReference<Object> held = supplyFromAnObjectOfItsOwn();

        table.stop(orders);

        Awaitility.await().until(() -> {
            System.gc();
            return held.get() == null;
        });
    }

    private WeakReference<Object> supplyFromAnObjectOfItsOwn() {
        Object held = new Object();
        metrics.gauge("held_ratio", "Held", held::hashCode);
        return new WeakReference<>(held);
    }

    @Test
    void theLastSupplierIsAskedAndTheFirstOnesEndDoesNotEndIt() {
        Metrics.Registration first = metrics.gauge("fill_ratio", "Fill", Map.of("q", "a"), () -> 1);
        Metrics.Registration second = metrics.gauge("fill_ratio", "Fill", Map.of("q", "a"), () -> 2);

        first.close();
        assertThat(series("fill_ratio").value()).isEqualTo(2);

        second.close();
        second.close();
        assertThat(table.family("fill_ratio")).isEmpty();
    }

    @Test
    void aSupplierThatThrowsIsCountedAndItsValueIsNaN() {
        metrics.counter("bad_total", "Bad", Map.of(), () -> {
            throw new IllegalStateException("expected by the test");
        });

        assertThat(series("bad_total").value()).isNaN();
        assertThat(series("mistersmith_metrics_supplier_failures_total").value())
                .isEqualTo(1);
    }

    @Test
    void aSuppliedSeriesCannotBeUpdated() {
        metrics.counter("n_total", "N", Map.of(), () -> 1);

        assertThatThrownBy(() -> metrics.counter("n_total", "N").get())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Metric n_total[] is supplied, and cannot be updated");
    }

    @Test
    void recordOperationCountsAndTimesWithComponentOperationAndStatus() {
        metrics.recordOperation("flag", Duration.ofMillis(3), true);
        metrics.recordOperation("flag", Duration.ofMillis(4), false);

        assertThat(family("operations_total").series())
                .containsExactly(
                        new SeriesSnapshot(List.of("orders", "flag", "failed"), 1, null),
                        new SeriesSnapshot(List.of("orders", "flag", "ok"), 1, null));
        assertThat(distribution("operation_seconds").max()).isEqualTo(4_000_000);
        assertThatThrownBy(() -> metrics.recordOperation("flag", Duration.ofMillis(-1), true))
                .hasMessage("duration=PT-0.001S of operation flag is negative");
    }

    @Test
    void dropwizardReportersSeeOurMeters() {
        metrics.counter("a_total", "A", "x").with("1").increment(7);
        metrics.timer("b_seconds", "B").get().record(1_000);

        assertThat(registry.getCounters()).hasEntrySatisfying("a_total{x=1}", counter -> assertThat(counter.getCount())
                .isEqualTo(7));
        assertThat(registry.getHistograms().get("b_seconds")).satisfies(histogram -> {
            assertThat(histogram.getCount()).isEqualTo(1);
            assertThat(histogram.getSnapshot().get99thPercentile()).isEqualTo(1_000);
            assertThat(histogram.getSnapshot().getMean()).isEqualTo(1_000);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bad_total | x | Metric name \"Bad_total\" is not [a-z][a-z0-9_]*",
                "bad-name_total | x | Metric name \"bad-name_total\" is not [a-z][a-z0-9_]*",
                "flagged | x | Metric name \"flagged\": counters end in _total, and nothing else does",
                "a_total | Currency | Label \"Currency\" of metric a_total is not [a-z][a-z0-9_]*",
                "a_total | le | Label \"le\" of metric a_total is reserved",
            })
    void aBadNameIsRefusedWithTheOffendingText(String name, String label, String message) {
        refused(() -> metrics.counter(name, "Help", label), message);
    }

    @Test
    void badShapesAreRefusedWithTheOffendingText() {
        refused(
                () -> metrics.gauge("a_total", "A"),
                "Metric name \"a_total\": counters end in _total, and nothing else does");
        refused(() -> metrics.counter("a_total", "A", "x", "x"), "Metric a_total has a label twice: [x, x]");
        refused(
                () -> metrics.counter("a_total", "A", "a", "b", "c", "d", "e", "f", "g", "h", "i"),
                "Metric a_total has 9 labels, at most 8 are allowed");
        refused(() -> metrics.timer("call", "Call"), "Metric name \"call\" does not end in its unit _seconds");
        refused(
                () -> metrics.histogram("body", "Body", "bytes"),
                "Metric name \"body\" does not end in its unit _bytes");
        refused(() -> metrics.histogram("body", "Body", ""), "Unit \"\" of metric body is not [a-z][a-z0-9_]*");
        refused(() -> metrics.counter("a_total", "A", "x").get(), "Metric a_total has labels [x], given 0 values");
        refused(
                () -> metrics.counter("a_total", "A", "x").with("1", "2"),
                "Metric a_total has labels [x], given 2 values");
    }

    @Test
    void aNameThatStandsForSomethingElseIsRefused() {
        metrics.counter("a_total", "A", "x");

        refused(
                () -> metrics.counter("a_total", "A", "y"),
                "Metric a_total is a counter with labels [x], not a counter with labels [y]");
    }

    @Test
    void aLimitOutsideItsRangeIsRefused() {
        refused(() -> table.maxSeries(0), "max.series=0 is not within 1..100000 series");
    }

    @Test
    void closeEmptiesDropwizardsRegistry() {
        metrics.counter("a_total", "A").get();

        table.close();

        assertThat(registry.getNames()).isEmpty();
        assertThatCode(() -> metrics.counter("a_total", "A").get().increment()).doesNotThrowAnyException();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private FamilySnapshot family(String name) {
        return table.family(name).orElseThrow();
    }

    private SeriesSnapshot series(String name) {
        return family(name).series().get(0);
    }

    private Distribution distribution(String name) {
        return Objects.requireNonNull(series(name).distribution());
    }
}
