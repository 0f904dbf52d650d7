package io.mistersmith.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Metrics;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleNamesTest {

    private final MeterTable table = new MeterTable(new MetricRegistry(), 10);
    private final Owner owner = new Owner("orders");
    private final Metrics metrics = new MetricsView(table, owner);

    @ParameterizedTest
    @ValueSource(strings = {"_sum", "_count", "_max", "_min"})
    void aGaugeNamedAsAPartOfAHistogramIsRefusedWhicheverComesFirst(String suffix) {
        metrics.histogram("x_bytes", "X", "bytes");
        metrics.gauge("y_bytes" + suffix, "Y");

        assertThatThrownBy(() -> metrics.gauge("x_bytes" + suffix, "X"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Metric name \"x_bytes" + suffix
                        + "\" clashes with metric x_bytes: both would be exported as x_bytes" + suffix);
        assertThatThrownBy(() -> metrics.gauge("x_bytes" + suffix, "X", Map.of(), () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.histogram("y_bytes", "Y", "bytes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clashes with metric y_bytes" + suffix);
    }

    @Test
    void counterIsRefusedBesideWhatOpenMetricsNamesAlike() {
        metrics.counter("x_total", "X");
        metrics.timer("y_seconds", "Y");

        assertThatThrownBy(() -> metrics.gauge("x", "X")).hasMessageContaining("clashes with metric x_total");
        assertThatThrownBy(() -> metrics.counter("y_seconds_total", "Y"))
                .hasMessageContaining("clashes with metric y_seconds");
        assertThatThrownBy(() -> metrics.counter("y_seconds_count_total", "Y"))
                .hasMessageContaining("clashes with metric y_seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x_bucket", "x_created", "x_info"})
    void reservedEndingIsRefused(String name) {
        assertThatThrownBy(() -> metrics.gauge(name, "X"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which the exposition formats reserve");
    }

    @Test
    void namesAreFreeAgainWhenTheBundleStops() {
        metrics.histogram("x_bytes", "X", "bytes").get().record(1);
        table.stop(owner);

        Metrics other = new MetricsView(table, new Owner("other"));
        other.gauge("x_bytes_count", "X").get().set(1);

        assertThat(table.family("x_bytes_count")).isPresent();
    }

    @Test
    void negativeIncrementIsRefusedAndCountsNothing() {
        Counter counter = metrics.counter("sold_total", "Sold").get();
        counter.increment(3);

        Stream.of(-1L, Long.MIN_VALUE).forEach(n -> assertThatThrownBy(() -> counter.increment(n))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("increment of " + n + ": a counter only grows"));
        assertThat(counter.value()).isEqualTo(3);
    }
}
