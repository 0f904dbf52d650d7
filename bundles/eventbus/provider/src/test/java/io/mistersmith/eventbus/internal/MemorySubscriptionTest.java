package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.AUDIT;
import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Ping;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a queue in memory while pools, handlers and bundles come and go. */
class MemorySubscriptionTest {

    private final Fixture f = new Fixture();
    private final List<Object> seen = f.seen;

    @Test
    void refusedTaskStrandsNoEvent() {
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> seen.add(ping.n()));

        f.pools.full("blocking", true);
        f.bus.publish(new Ping(1));
        f.pools.drain();
        assertThat(seen).isEmpty();
        f.pools.full("blocking", false);
        f.seconds(1);

        assertThat(seen).containsExactly(1);
    }

    @Test
    void eventsWaitForPoolsAndSurviveTheirSwap() {
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> seen.add(ping.n()));
        f.bus.publish(new Ping(1)); // its task vanishes with the pool
        f.core.threads(null);
        f.bus.publish(new Ping(2));

        io.mistersmith.testkit.ManualThreadPools next = new io.mistersmith.testkit.ManualThreadPools();
        f.core.threads(next);
        next.drain();
        f.pools.drain(); // a task that comes late does no harm

        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void retryThatVanishedWithItsPoolComesAllTheSame() {
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> {
            seen.add(c.attempt());
            if (c.attempt() == 1) {
                throw new IllegalStateException("once");
            }
        });
        f.bus.publish(new Ping(1));
        f.pools.drain();

        io.mistersmith.testkit.ManualThreadPools next = new io.mistersmith.testkit.ManualThreadPools();
        f.core.threads(next);
        next.drain();

        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void pausedEventsWait() {
        Subscription s = f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> seen.add(ping.n()));
        s.pause();
        f.pings(3);
        f.pools.drain();
        assertThat(seen).isEmpty();
        assertThat(s.status().state()).isEqualTo("paused");
        assertThat(s.status().queued()).isEqualTo(3);

        s.resume();
        f.pools.drain();

        assertThat(seen).containsExactly(0, 1, 2);
    }

    @Test
    void noCallBeginsAfterCloseAndWhatWaitedCountsAsDropped() throws InterruptedException {
        Subscription s = f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> seen.add(ping.n()));
        f.pings(3);

        s.close();
        f.pools.drain();

        assertThat(seen).isEmpty();
        assertThat(s.status().dropped()).isEqualTo(3);
        assertThat(s.awaitIdle(Duration.ofSeconds(1))).isTrue();
        assertThat(f.bus.publish(new Ping(9))).isZero();
        assertThat(f.core.list()).isEmpty();
    }

    @Test
    void subscriptionsEndWithTheirBundle() {
        f.core.of(AUDIT).subscribe(Ping.class, o -> {}, (ping, c) -> seen.add(ping.n()));
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> seen.add(-ping.n()));

        f.core.closeAll(AUDIT);
        f.bus.publish(new Ping(1));
        f.pools.drain();

        assertThat(seen).containsExactly(-1);
    }

    @Test
    void refusedHandlerIsListedWithItsReasonUntilItGoes() {
        Object key = new Object();
        f.core.refuse(key, SHOP, "shop:Large", "large", "start=\"frist\" is neither now, nor first, nor a position");

        assertThat(f.status("shop:Large").state()).isEqualTo("refused");
        assertThat(f.status("shop:Large").bundle()).isEqualTo("shop/1.0.0");
        assertThat(f.status("shop:Large").durable()).isTrue();
        assertThat(f.status("shop:Large").problem()).startsWith("start=\"frist\"");
        f.core.unrefuse(key);

        assertThat(f.core.list()).isEmpty();
    }

    @Test
    void queueLingersForTheSuccessorOfAHandler() {
        Subscription first = handler("shop:Pings", SHOP);
        f.pings(2);
        f.core.unsubscribe(first);
        f.bus.publish(new Ping(2));
        f.pools.drain();
        assertThat(f.status("shop:Pings").state()).isEqualTo("lingering");

        handler("shop:Pings", new io.mistersmith.eventbus.internal.core.Owner("shop", "1.1.0"));
        f.seconds(60);

        assertThat(seen).containsExactly(0, 1, 2);
        assertThat(f.status("shop:Pings").bundle()).isEqualTo("shop/1.1.0");
    }

    @Test
    void successorWithOtherOptionsGetsWhatWaitedFirst() {
        Subscription first = handler("shop:Pings", SHOP);
        f.pings(2);
        f.core.unsubscribe(first);

        f.core.subscribe(SHOP, "shop:Pings", Ping.class, o -> o.concurrency(2), (EventHandler<Ping>)
                (ping, c) -> seen.add(ping.n()));
        f.bus.publish(new Ping(2));
        f.seconds(60);

        assertThat(seen).containsExactly(0, 1, 2);
        assertThat(f.core.list()).hasSize(1);
        assertThat(Thread.interrupted()).as("the lane closed on its own thread").isFalse();
    }

    @Test
    void withoutSuccessorTheQueueIsDroppedAfterTheLingerTime() {
        Subscription first = handler("shop:Pings", SHOP);
        f.pings(2);
        f.core.unsubscribe(first);

        f.seconds(4);
        assertThat(f.status("shop:Pings").queued()).isEqualTo(2);
        f.seconds(2);

        assertThat(f.core.list()).isEmpty();
        assertThat(first.status().dropped()).isEqualTo(2);
    }

    private Subscription handler(String name, io.mistersmith.eventbus.internal.core.Owner owner) {
        return f.core.subscribe(owner, name, Ping.class, o -> {}, (EventHandler<Ping>) (ping, c) -> seen.add(ping.n()));
    }
}
