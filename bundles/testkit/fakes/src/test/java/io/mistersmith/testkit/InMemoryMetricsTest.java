package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.metrics.Metrics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryMetricsTest {

    private final InMemoryMetrics metrics = new InMemoryMetrics();

    @Test
    void valuesAreReadBackBySeries() throws Exception {
        metrics.counter("orders_total", "Orders", "currency").with("EUR").increment(3);
        metrics.counter("orders_total", "Orders", "currency").with("EUR").increment();
        metrics.gauge("level", "Level").get().set(2.5);
        metrics.gauge("level", "Level").get().add(-1);
        metrics.histogram("size_bytes", "Size", "bytes").get().record(7);
        assertThat(metrics.timer("call_seconds", "Call").get().time(() -> "done"))
                .isEqualTo("done");
        metrics.recordOperation("load", Duration.ofMillis(3), false);

        assertThat(metrics.value("orders_total", "EUR")).isEqualTo(4);
        assertThat(metrics.value("orders_total", "USD")).isZero();
        assertThat(metrics.value("level")).isEqualTo(1.5);
        assertThat(metrics.value("size_bytes")).isEqualTo(1);
        assertThat(metrics.value("call_seconds")).isEqualTo(1);
        assertThat(metrics.value("operations_total", "test", "load", "failed")).isEqualTo(1);
    }

    @Test
    void suppliedSeriesEndsWithItsRegistration() {
        Metrics.Registration first = metrics.gauge("lag", "Lag", Map.of("of", "a"), () -> 5);
        Metrics.Registration second = metrics.gauge("lag", "Lag", Map.of("of", "a"), () -> 6);
        first.close();
        assertThat(metrics.value("lag", "a")).as("of the later supplier").isEqualTo(6);

        second.close();

        assertThat(metrics.value("lag", "a")).isZero();
    }

    @Test
    void oneNameStandsForOneKindAndItsLabels() {
        metrics.counter("orders_total", "Orders", "currency");

        assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge("orders_total", "Orders", "currency"));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("orders_total", "Orders"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        metrics.counter("orders_total", "Orders", "currency").get())
                .withMessage("orders_total has labels [currency], given are 0 values");
    }
}
