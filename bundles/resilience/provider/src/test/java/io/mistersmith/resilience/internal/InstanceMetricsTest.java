package io.mistersmith.resilience.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.metrics.internal.LocalMetrics;
import io.mistersmith.resilience.Backoff;
import io.mistersmith.resilience.internal.breaker.BreakerSettings;
import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.ClassNames;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.limits.LiveBulkhead;
import io.mistersmith.resilience.internal.limits.LiveLimiter;
import io.mistersmith.resilience.internal.limits.LiveTimeout;
import io.mistersmith.resilience.internal.retry.Budgets;
import io.mistersmith.resilience.internal.retry.LiveRetry;
import io.mistersmith.resilience.internal.retry.RetrySettings;
import io.mistersmith.resilience.internal.retry.TokenBudget;
import io.mistersmith.testkit.InMemoryMetrics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceMetricsTest {

    private static final ClassNames NONE = ClassNames.of("none");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InMemoryMetrics metrics = new InMemoryMetrics();
    private final LiveBreaker breaker = new LiveBreaker(
            "orders",
            new BreakerSettings(50, 100, SECOND, 4, false, 4, SECOND, 1, SECOND, NONE, NONE),
            (name, before, now) -> {});

    @Test
    void figuresOfABreakerAreSeriesUntilItGoes() {
        InstanceMetrics series = new InstanceMetrics(metrics, breaker);
        breaker.open();
        assertThat(breaker.view().tryAcquirePermission()).isFalse();

        assertThat(metrics.value("mistersmith_resilience_breaker_refused_total", "orders"))
                .isEqualTo(1);
        assertThat(metrics.value("mistersmith_resilience_breaker_state", "orders"))
                .isEqualTo(breaker.view().getState().getOrder());
        series.close();
        assertThat(metrics.value("mistersmith_resilience_breaker_refused_total", "orders"))
                .isZero();
    }

    @Test
    void everyKindHasNamesThatMetricsTake() {
        try (LocalMetrics real = new LocalMetrics()) {
            List<Instance<?>> all = List.of(
                    breaker,
                    new LiveRetry(
                            "orders",
                            new RetrySettings(2, new Backoff(SECOND, SECOND), "b", NONE, NONE),
                            new Budgets()),
                    new TokenBudget("orders", TokenBudget.Settings.DEFAULT),
                    new LiveBulkhead("orders", 1, SECOND),
                    new LiveLimiter("orders", 1, SECOND, SECOND),
                    new LiveTimeout("orders", SECOND, true));

            all.forEach(one -> new InstanceMetrics(real.of("resilience"), one));

            assertThat(all).allSatisfy(one -> assertThat(one.counts()).isNotEmpty());
        }
    }
}
