package io.mistersmith.metrics.exporters.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.internal.OldAndRecent;
import io.mistersmith.metrics.internal.RealMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    private final RealMetrics real = new RealMetrics();
    private final Metrics metrics = real.metrics();

    @Test
    void everySeriesOfAChosenNameIsALine() {
        metrics.counter("orders_flagged_total", "Flagged", "currency")
                .with("EUR")
                .increment(3);
        metrics.timer("orders_call_seconds", "Calls").get().record(2_000_000);
        metrics.gauge("orders_fill_ratio", "Fill").get().set(0.25);
        metrics.gauge("others_fill_ratio", "Fill").get().set(1);

        assertThat(LogLines.of(real.families(), List.of("orders_"), ""))
                .containsExactly(
                        "orders_call_seconds count=1 p50=0.00200000 p99=0.00200000 p999=0.00200000 max=0.00200000",
                        "orders_fill_ratio 0.250000",
                        "orders_flagged_total{currency=EUR} 3");
        assertThat(LogLines.of(real.families(), List.of(), "")).contains("others_fill_ratio 1");
        assertThat(LogLines.of(real.families(), List.of("nothing"), "")).isEmpty();
    }

    @Test
    void quantilesAreThoseOfTheLastWindow() {
        assertThat(LogLines.of(OldAndRecent.calls(), List.of(), ""))
                .singleElement()
                .asString()
                .matches("call_seconds count=1010 p50=0\\.00(199|200)\\d+ p99=0\\.00(199|200)\\d+ .* max=1");
    }
}
