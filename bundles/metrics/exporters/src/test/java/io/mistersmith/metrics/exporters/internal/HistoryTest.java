package io.mistersmith.metrics.exporters.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.internal.RealMetrics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final long SECOND = 1_000_000_000;

    private final RealMetrics real = new RealMetrics();
    private final Metrics metrics = real.metrics();
    private final History history = new History();
    private long now = 7 * SECOND;

    @Test
    void aCounterIsItsGrowthPerSecondAndAGaugeItsValue() {
        Counter counter = metrics.counter("seen_total", "Seen", "kind").with("a");
        Gauge gauge = metrics.gauge("fill_ratio", "Fill").get();
        for (int i = 1; i <= 3; i++) {
            counter.increment(10L * i);
            gauge.set(i);
            sample();
        }

        assertThat(last(3, "seen_total")).containsExactly(Double.NaN, 10.0, 15.0);
        assertThat(last(3, "fill_ratio")).containsExactly(1.0, 2.0, 3.0);
        assertThat(history.of("seen_total")).singleElement().satisfies(one -> {
            assertThat(one.labels()).isEqualTo(Map.of("kind", "a"));
            assertThat(one.rate()).isTrue();
            assertThat(one.values()).hasSize(History.SAMPLES);
        });
        assertThat(history.of("other_total")).isEmpty();
    }

    @Test
    void onlyTheLastSamplesAreKept() {
        Gauge gauge = metrics.gauge("fill_ratio", "Fill").get();
        for (int i = 1; i <= 100; i++) {
            gauge.set(i);
            sample();
        }

        assertThat(history.of("fill_ratio").get(0).values())
                .hasSize(60)
                .startsWith(41.0)
                .endsWith(100.0);
    }

    @Test
    void aSeriesThatIsGoneIsForgotten() {
        Metrics.Family<Gauge> family = metrics.gauge("fill_ratio", "Fill", "q");
        family.with("a").set(1);
        sample();
        boolean unused = family.remove("a");
        sample();
        assertThat(history.of("fill_ratio")).isEmpty();

        family.with("a").set(2);
        sample();
        assertThat(last(3, "fill_ratio")).containsExactly(1.0, Double.NaN, 2.0);
    }

    @Test
    void thereIsALimitOfSeries() {
        Metrics.Family<Gauge> family = metrics.gauge("fill_ratio", "Fill", "q");
        for (int i = 0; i < History.MOST_SERIES + 10; i++) {
            family.with("q" + i).set(i);
        }
        sample();

        assertThat(history.of("fill_ratio")).hasSizeLessThanOrEqualTo(History.MOST_SERIES);
    }

    @Test
    void aSparklineHasABarForEachValue() {
        assertThat(Sparkline.of(List.of(Double.NaN, 0.0, 5.0, 10.0))).isEqualTo(" ▁▅█");
        assertThat(Sparkline.of(List.of(3.0, 3.0))).isEqualTo("▁▁");
        assertThat(Sparkline.of(List.of())).isEmpty();
    }

    private void sample() {
        now += 2 * SECOND;
        history.add(real.families(), now);
    }

    private List<Double> last(int count, String name) {
        List<Double> values = history.of(name).get(0).values();
        return values.subList(values.size() - count, values.size());
    }
}
