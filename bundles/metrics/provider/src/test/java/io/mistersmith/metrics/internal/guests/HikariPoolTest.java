package io.mistersmith.metrics.internal.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.SeriesSnapshot;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real HikariCP pool that reports into the registry. */
class HikariPoolTest {

    @Test
    void aRealPoolIsSeenUnderTheNamesThatDashboardsLookFor(@TempDir Path folder) throws Exception {
        MetricRegistry registry = new MetricRegistry();
        DropwizardBridge bridge = new DropwizardBridge(registry, metric -> false);
        HikariConfig config = new HikariConfig();
        config.setPoolName("orders");
        config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("orders.db"));
        config.setMaximumPoolSize(2);
        config.setMetricRegistry(registry);

        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection one = pool.getConnection()) {
                assertThat(one.isValid(5)).isTrue();
                // HikariCP counts its connections once a second
                await().untilAsserted(() -> assertThat(values(bridge.families(PlainGauges::read)))
                        .containsEntry("hikaricp_connections_active", 1.0)
                        .containsEntry("hikaricp_connections_max", 2.0)
                        .containsEntry("hikaricp_connections_pending", 0.0)
                        .containsEntry("hikaricp_connections_timeout_total", 0.0)
                        .containsEntry("hikaricp_connections_usage_seconds", 0.0)
                        .containsKeys("hikaricp_connections", "hikaricp_connections_idle", "hikaricp_connections_min"));
            }
            await().untilAsserted(() -> assertThat(values(bridge.families(PlainGauges::read)))
                    .containsEntry("hikaricp_connections_active", 0.0)
                    .containsEntry("hikaricp_connections_acquire_seconds", 1.0)
                    .containsEntry("hikaricp_connections_usage_seconds", 1.0)
                    .hasEntrySatisfying("hikaricp_connections_creation_seconds", created -> assertThat(created)
                            .isPositive()));
        }

        assertThat(bridge.families(PlainGauges::read))
                .as("after the pool was closed")
                .isEmpty();
    }

    /** By name; of what is distributed, how many values there were. */
    private static Map<String, Double> values(List<FamilySnapshot> families) {
        return families.stream().collect(Collectors.toMap(FamilySnapshot::name, HikariPoolTest::valueOfOrders));
    }

    private static double valueOfOrders(FamilySnapshot family) {
        assertThat(family.labels()).containsExactly("pool");
        SeriesSnapshot only = family.series().get(0);
        assertThat(only.labelValues()).containsExactly("orders");
        return only.value();
    }
}
