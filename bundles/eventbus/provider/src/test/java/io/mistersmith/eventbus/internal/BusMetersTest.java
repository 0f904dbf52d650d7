package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.testkit.InMemoryMetrics;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each meter beside what happened to the events. */
class BusMetersTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private final InMemoryMetrics metrics = new InMemoryMetrics();
    private final BusMeters meters = new BusMeters(f.core);

    @BeforeEach
    void begin() {
        meters.metrics(metrics);
    }

    @Test
    void takenRefusedHandledAndGivenUpAddUp() {
        f.bus.subscribe(
                Ping.class,
                o -> o.queueCapacity(16).retry(2, Duration.ofMillis(10), Duration.ofMillis(10)),
                (ping, c) -> {
                    if (ping.n() == 3) {
                        throw new IllegalStateException("never");
                    }
                });

        f.pings(20);
        f.seconds(3);

        assertThat(value("published_total", "shop-1")).isEqualTo(20);
        assertThat(value("handled_total", "shop-1")).isEqualTo(15);
        assertThat(value("failed_total", "shop-1")).isEqualTo(2);
        assertThat(value("dropped_total", "shop-1", "full")).isEqualTo(4);
        assertThat(value("dropped_total", "shop-1", "given_up")).isEqualTo(1);
        assertThat(value("dropped_total", "shop-1", "evicted")).isZero();
        assertThat(value("dropped_total", "shop-1", "gone")).isZero();
        assertThat(value("queued_events", "shop-1")).isZero();
    }

    @Test
    void evictedEventsHaveAReasonOfTheirOwn() {
        f.bus.subscribe(Ping.class, o -> o.queueCapacity(16).overflow(Overflow.DROP_OLDEST), (ping, c) -> {});

        f.pings(20);
        f.seconds(2);

        assertThat(value("published_total", "shop-1")).isEqualTo(20);
        assertThat(value("handled_total", "shop-1")).isEqualTo(16);
        assertThat(value("dropped_total", "shop-1", "evicted")).isEqualTo(4);
        assertThat(value("dropped_total", "shop-1", "full")).isZero();
    }

    @Test
    void queuedFollowsTheQueueAndUnroutedCountsWhatNobodyTakes() {
        Subscription s = f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> {});
        s.pause();
        f.pings(3);
        int unused = f.bus.publish(new Placed("o-1", 1));
        f.seconds(2);
        assertThat(value("queued_events", "shop-1")).isEqualTo(3);
        assertThat(value("capacity_events", "shop-1")).isGreaterThanOrEqualTo(16);
        assertThat(value("unrouted_total")).isEqualTo(1);

        s.resume();
        f.seconds(2);

        assertThat(value("queued_events", "shop-1")).isZero();
        assertThat(value("handled_total", "shop-1")).isEqualTo(3);
    }

    @Test
    void whatHappenedBetweenTheLastLookAndTheEndCounts() {
        Subscription s = f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> {});
        f.pings(3);
        f.seconds(2);
        f.pings(4);
        f.pools.drain();
        s.pause();
        f.pings(2);

        s.close();
        f.seconds(2);

        assertThat(value("published_total", "shop-1")).isEqualTo(9);
        assertThat(value("handled_total", "shop-1")).isEqualTo(7);
        assertThat(value("dropped_total", "shop-1", "gone")).isEqualTo(2);
        assertThat(value("queued_events", "shop-1")).isZero();
    }

    @Test
    void subscriptionThatASuccessorTookOverIsNotCountedTwice() {
        Subscription first = handler(SHOP);
        f.pings(3);
        f.seconds(2);
        f.core.unsubscribe(first);

        Subscription next = handler(new Owner("shop", "1.1.0"));
        f.pings(2);
        f.seconds(2);

        assertThat(next.status().handled()).isEqualTo(5);
        assertThat(value("published_total", "shop:Pings")).isEqualTo(5);
        assertThat(value("handled_total", "shop:Pings")).isEqualTo(5);
    }

    @Test
    void lagAndParkedFollowADurableSubscription() {
        d.broken.add("bad");
        Subscription s = d.durable("large", 1);
        f.pools.drain();
        s.pause();
        d.store(new Placed("bad", 1));
        d.store(new Placed("bad", 2));
        d.store(new Placed("good", 1));
        f.seconds(2);
        assertThat(value("lag_events", "large")).isEqualTo(3);
        assertThat(value("queued_events", "large")).isEqualTo(3);

        s.resume();
        f.seconds(60);

        assertThat(value("lag_events", "large")).isZero();
        assertThat(value("queued_events", "large")).isZero();
        assertThat(value("published_total", "large")).isEqualTo(3);
        assertThat(value("handled_total", "large")).isEqualTo(1);
        assertThat(value("failed_total", "large")).isEqualTo(3);
        assertThat(value("parked_total", "large")).isEqualTo(2);
    }

    @Test
    void countingGoesOnWithNewPools() {
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> {});
        f.core.threads(null);
        f.core.threads(f.pools);
        meters.restart();

        f.pings(2);
        f.seconds(2);

        assertThat(value("handled_total", "shop-1")).isEqualTo(2);
    }

    @Test
    void withoutMetricsNobodyLooks() {
        meters.metrics(null);

        assertThat(f.pools.delayed()).isZero();
    }

    private Subscription handler(Owner owner) {
        return f.core.subscribe(owner, "shop:Pings", Ping.class, o -> {}, (EventHandler<Ping>) (ping, c) -> {});
    }

    private double value(String name, String... labels) {
        return metrics.value("mistersmith_eventbus_" + name, labels);
    }
}
