package io.mistersmith.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.testkit.InMemoryMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginGaugeTest {

    private final InMemoryMetrics metrics = new InMemoryMetrics();
    private final PluginGauge gauge = new PluginGauge(metrics);

    @Test
    void aPluginIs1WhenItRunsMinus1WhenItFailedAndElse0() {
        gauge.show(List.of(plugin("orders", "running"), plugin("audit", "failed"), plugin("late", "waiting")));

        assertThat(metrics.value("component_state", "orders")).isEqualTo(1);
        assertThat(metrics.value("component_state", "audit")).isEqualTo(-1);
        assertThat(metrics.value("component_state", "late")).isZero();
    }

    @Test
    void aVersionThatCouldNotTakeOverDoesNotHideTheOneThatRuns() {
        gauge.show(List.of(plugin("orders", "running"), plugin("orders", "failed")));

        assertThat(metrics.value("component_state", "orders")).isEqualTo(1);
    }

    @Test
    void aPluginThatIsGoneIsNotShown() {
        gauge.show(List.of(plugin("orders", "failed")));
        gauge.show(List.of());

        assertThat(metrics.value("component_state", "orders")).isZero();
    }

    private static PluginStatus plugin(String name, String state) {
        return new PluginStatus(name, "1.0", state, 0, "", "", "", List.of());
    }
}
