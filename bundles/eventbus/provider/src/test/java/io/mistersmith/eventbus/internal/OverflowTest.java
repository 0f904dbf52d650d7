package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.eventbus.EventRejectedException;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to an event when a queue in memory is full. */
class OverflowTest {

    private final Fixture f = new Fixture();
    private final List<Object> seen = f.seen;

    @Test
    void fullQueueRefusesAloudUnderFail() {
        Subscription s = f.bus.subscribe(
                Ping.class, o -> o.queueCapacity(16).overflow(Overflow.FAIL), (ping, c) -> seen.add(ping.n()));
        f.pings(16);

        assertThatThrownBy(() -> f.bus.publish(new Ping(16)))
                .isInstanceOf(EventRejectedException.class)
                .hasMessage("Subscription queue full: subscription=shop-1, capacity=16 events");

        f.pools.drain();
        assertThat(seen).hasSize(16);
        assertThat(s.status().refused()).isOne();
        assertThat(s.status().accepted()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"1", "4"})
    void dropOldestKeepsTheNewest(int concurrency) {
        Subscription s = f.bus.subscribe(
                Ping.class,
                o -> o.queueCapacity(16).overflow(Overflow.DROP_OLDEST).concurrency(concurrency),
                (ping, c) -> seen.add(ping.n()));

        f.pings(20);
        f.pools.drain();

        assertThat(seen).hasSize(16).contains(19);
        assertThat(s.status().dropped()).isEqualTo(4);
        assertThat(s.status().handled()).isEqualTo(16);
        assertThat(s.status().accepted()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void dropNewestRefusesInSilence(int concurrency) {
        Subscription s = f.bus.subscribe(
                Ping.class, o -> o.queueCapacity(16).concurrency(concurrency), (ping, c) -> seen.add(ping.n()));

        f.pings(20);
        f.pools.drain();

        assertThat(seen).hasSize(16).doesNotContain(19);
        assertThat(s.status().refused()).isEqualTo(4);
    }

    @Test
    void blockIsATypedErrorAtOnceOnABusThread() {
        f.bus.subscribe(Placed.class, o -> o.queueCapacity(16).overflow(Overflow.BLOCK), (order, c) -> {});
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> {
            for (int i = 0; i < 17; i++) {
                try {
                    f.bus.publish(new Placed("o", i));
                } catch (EventRejectedException e) {
                    seen.add(i);
                }
            }
        });

        f.bus.publish(new Ping(1));
        long before = System.nanoTime();
        f.pools.step();

        assertThat(seen).containsExactly(16);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(900));
    }
}
