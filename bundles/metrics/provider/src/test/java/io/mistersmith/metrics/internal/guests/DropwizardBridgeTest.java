package io.mistersmith.metrics.internal.guests;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DropwizardBridgeTest {

    private final MetricRegistry registry = new MetricRegistry();
    private final DropwizardBridge bridge = new DropwizardBridge(registry, metric -> false);

    @Test
    void hikariPoolsHaveTheNamesThatDashboardsLookFor() {
        pool("orders", 3);
        pool("audit", 4);

        assertThat(bridge.families(PlainGauges::read))
                .extracting(FamilySnapshot::name)
                .containsExactly(
                        "hikaricp_connections",
                        "hikaricp_connections_acquire_seconds",
                        "hikaricp_connections_active",
                        "hikaricp_connections_creation_seconds",
                        "hikaricp_connections_idle",
                        "hikaricp_connections_max",
                        "hikaricp_connections_min",
                        "hikaricp_connections_pending",
                        "hikaricp_connections_timeout_total",
                        "hikaricp_connections_usage_seconds");
        assertThat(family("hikaricp_connections_active"))
                .returns(List.of("pool"), FamilySnapshot::labels)
                .returns(MeterKind.GAUGE, FamilySnapshot::kind)
                .returns(
                        List.of(
                                new SeriesSnapshot(List.of("audit"), 4, null),
                                new SeriesSnapshot(List.of("orders"), 3, null)),
                        FamilySnapshot::series);
        assertThat(family("hikaricp_connections_timeout_total"))
                .returns(MeterKind.COUNTER, FamilySnapshot::kind)
                .extracting(one -> one.series().get(0).value())
                .isEqualTo(2.0);
    }

    @Test
    void hikarisMillisecondsAreSecondsLikeOurs() {
        pool("orders", 3);

        FamilySnapshot usage = family("hikaricp_connections_usage_seconds");
        assertThat(usage.kind()).isEqualTo(MeterKind.TIMER);
        assertThat(usage.unit()).isEqualTo("seconds");
        Distribution values = Objects.requireNonNull(usage.series().get(0).distribution());
        assertThat(values.count()).isEqualTo(1);
        assertThat(values.max()).isEqualTo(20_000_000);
        assertThat(values.quantile(0.99)).isEqualTo(20_000_000);
        assertThat(values.sum()).isEqualTo(20_000_000);
        assertThat(values.countAtMost(19_000_000)).isZero();
        assertThat(values.countAtMost(20_000_000)).isEqualTo(1);
    }

    @Test
    void otherNamesBecomeOurs() {
        registry.counter("com.acme.Cache-Hits").inc(2);
        registry.meter("com.acme.requests_total").mark(3);
        registry.timer("com.acme.call").update(Duration.ofMillis(5));
        registry.register("9.lives", (Gauge<Integer>) () -> 9);
        registry.register("text", (Gauge<String>) () -> "no number");
        registry.register("bad", (Gauge<Integer>) () -> {
            throw new IllegalStateException("expected by the test");
        });

        assertThat(bridge.families(PlainGauges::read))
                .extracting(FamilySnapshot::name)
                .containsExactly(
                        "bad", "com_acme_cache_hits", "com_acme_call_seconds", "com_acme_requests_total", "lives");
        assertThat(family("bad").series().get(0).value()).isNaN();
    }

    @Test
    void twoMetricsOfOneNameAreTheFirst() {
        registry.counter("a.b").inc(1);
        registry.counter("a-b").inc(2);

        assertThat(family("a_b").series()).hasSize(1);
    }

    @Test
    void whatIsOursIsLeftOut() {
        registry.counter("ours").inc();

        assertThat(new DropwizardBridge(registry, metric -> true).families(PlainGauges::read))
                .isEmpty();
    }

    /** As HikariCP's CodaHaleMetricsTracker registers them. */
    private void pool(String name, int active) {
        for (String gauge : List.of(
                "TotalConnections",
                "ActiveConnections",
                "IdleConnections",
                "PendingConnections",
                "MaxConnections",
                "MinConnections")) {
            registry.register(MetricRegistry.name(name, "pool", gauge), (Gauge<Integer>) () -> active);
        }
        registry.timer(MetricRegistry.name(name, "pool", "Wait")).update(Duration.ofMillis(1));
        registry.histogram(MetricRegistry.name(name, "pool", "Usage")).update(20);
        registry.histogram(MetricRegistry.name(name, "pool", "ConnectionCreation"))
                .update(30);
        registry.meter(MetricRegistry.name(name, "pool", "ConnectionTimeoutRate"))
                .mark(2);
    }

    private FamilySnapshot family(String name) {
        return bridge.families(PlainGauges::read).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
