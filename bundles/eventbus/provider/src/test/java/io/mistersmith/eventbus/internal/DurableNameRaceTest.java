package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several versions register one durable name at once: the highest runs, and no other. */
class DurableNameRaceTest {

    private static final int VERSIONS = 4;
    private static final int ROUNDS = 150;

    @Test
    void highestVersionRunsHoweverTheyRace() throws Exception {
        RealThreadPools pools = RealThreadPools.unbounded();
        ExecutorService callers = Executors.newFixedThreadPool(VERSIONS);
        CyclicBarrier together = new CyclicBarrier(VERSIONS);
        for (int round = 0; round < ROUNDS; round++) {
            InMemoryEventStore store =
                    new InMemoryEventStore(new JacksonPayloadCodec(), pools.compute(), Clock.systemUTC());
            Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC());
            bus.threads(pools);
            bus.codec(new JacksonPayloadCodec());
            bus.store(store, store);
            List<Future<Subscription>> made = new ArrayList<>();
            for (int v = 0; v < VERSIONS; v++) {
                Owner owner = new Owner("shop", "1." + v + ".0");
                made.add(callers.submit(() -> {
                    together.await();
                    return bus.subscribe(
                            owner, "shop:h", Placed.class, o -> o.durable("d").fromFirst(), (EventHandler<Placed>)
                                    (order, context) -> {});
                }));
            }
            List<Subscription> all = new ArrayList<>();
            for (Future<Subscription> one : made) {
                all.add(one.get());
            }

            Subscription highest = all.get(VERSIONS - 1);
            assertThat(highest.awaitIdle(Duration.ofSeconds(5)))
                    .as("round %s: %s", round, bus.list())
                    .isTrue();
            assertThat(highest.status().state()).isEqualTo("running");
            assertThat(all.subList(0, VERSIONS - 1))
                    .extracting(one -> one.status().problem())
                    .containsOnly("the name is owned by shop/1." + (VERSIONS - 1) + ".0");
            bus.close();
        }
        callers.shutdown();
        pools.close();
    }
}
