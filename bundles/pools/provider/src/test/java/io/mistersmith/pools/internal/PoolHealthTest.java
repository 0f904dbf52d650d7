package io.mistersmith.pools.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.internal.Widgets.Widget;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class PoolHealthTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Widgets widgets = new Widgets();
    private final PoolEngine<Widget> engine = new PoolEngine<>("widgets", widgets, PoolSettings.of(0, 5));
    private final Borrower shop = new Borrower("shop 1.0.0");
    private List<String> warnings = List.of();
    private final PoolHealth health = new PoolHealth(new PoolView<>("generic", engine, shop), () -> warnings);

    @Test
    void aSettingThatLeadsNowhereIsAWarningUntilItDoesNot() {
        warnings = List.of("breaker=nosuch is no breaker that there is");

        Result now = health.execute();

        assertThat(now.getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(now.toString()).contains("breaker=nosuch is no breaker");
        warnings = List.of();
        assertThat(health.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    void aPoolThatIsNearlyUsedUpIsDegradedAndFineAgainAfter() throws Exception {
        try (RealThreadPools threads = RealThreadPools.unbounded()) {
            engine.work(new ThreadsWork(threads));
            List<Lease<Widget>> leases = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                leases.add(engine.acquire(shop, LONG));
            }
            assertThat(health.execute().getStatus()).isEqualTo(Result.Status.OK);

            leases.add(engine.acquire(shop, LONG));

            Result full = health.execute();
            assertThat(full.getStatus()).isEqualTo(Result.Status.WARN);
            assertThat(full.toString()).contains("4 of 5 resources are borrowed", "pool:holders widgets");
            leases.forEach(Lease::close);
            assertThat(health.execute().getStatus()).isEqualTo(Result.Status.OK);
        }
    }
}
