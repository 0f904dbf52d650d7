package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mistersmith.event.Event;
import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Options;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler is replaced by another version that takes other types, or has other options. */
class HotSwapTest {

    @EventType("a.one")
    record One(@Subject String subject, int n) {}

    @EventType("b.two")
    record Two(@Subject String subject, int n) {}

    private static final Owner NEXT = new Owner("shop", "1.1.0");

    private final Fixture f = new Fixture();
    private final List<Object> seen = f.seen;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void typesFollowTheNewHandler(int concurrency) {
        f.core.unsubscribe(handler(SHOP, One.class, o -> o.queueCapacity(100)));

        handler(NEXT, Two.class, o -> o.queueCapacity(100).concurrency(concurrency));
        int ones = f.bus.publish(new One("x", 1));
        int twos = f.bus.publish(new Two("x", 2));
        f.pools.drain();

        assertThat(ones).isZero();
        assertThat(twos).isOne();
        assertThat(seen).containsExactly(new Two("x", 2));
        assertThat(f.status("shop:h").types()).containsExactly("b.two");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatWaitedAndIsNotTakenAnyMoreIsDroppedAndCounted(int concurrency) {
        Subscription first = handler(SHOP, Event.class, o -> o.types("a.one", "b.two"));
        f.bus.publish(new One("x", 1));
        f.bus.publish(new Two("x", 2));
        f.core.unsubscribe(first);

        handler(NEXT, Event.class, o -> o.types("b.two").concurrency(concurrency));
        f.pools.drain();

        assertThat(seen).extracting(one -> ((Event<?>) one).type()).containsExactly("b.two");
        assertThat(f.status("shop:h").dropped()).isOne();
        assertThat(f.status("shop:h").queued()).isZero();
    }

    @Test
    void typesOfADurableSubscriptionFollowTheNewHandler() {
        Subscription first = handler(SHOP, One.class, o -> o.durable("d").fromFirst());
        store(new One("x", 1));
        f.pools.drain();
        first.close();

        store(new One("x", 2));
        store(new Two("x", 3));
        handler(NEXT, Two.class, o -> o.durable("d").fromFirst());
        store(new Two("x", 4));
        store(new One("x", 5));
        f.pools.drain();

        assertThat(seen).containsExactly(new One("x", 1), new Two("x", 3), new Two("x", 4));
        assertThat(f.core.durable().takes("a.one")).isFalse();
    }

    @Test
    void letterOfATypeThatTheNewHandlerDoesNotTakeStays() {
        EventHandler<One> broken = (one, context) -> {
            throw new IllegalStateException("broken");
        };
        Subscription first = f.core.subscribe(
                SHOP, "shop:h", One.class, o -> o.durable("d").fromFirst().retry(1, "1s..1s"), broken);
        store(new One("x", 1));
        f.pools.drain();
        first.close();
        handler(NEXT, Two.class, o -> o.durable("d").fromFirst());
        f.pools.drain();

        f.core.durable().redrive("d", null);
        f.pools.drain();

        assertThat(seen).isEmpty();
        assertThat(f.core.durable().letters("d", 10)).singleElement().satisfies(letter -> assertThat(letter.cause())
                .contains("does not take a.one any more"));
    }

    @Test
    void eventThatWaitsForItsRetryMovesOnInOrder() {
        AtomicBoolean broken = new AtomicBoolean(true);
        EventHandler<Placed> once = (order, context) -> {
            if (broken.getAndSet(false)) {
                throw new IllegalStateException("once");
            }
            seen.add(order.amount());
        };
        Subscription first = f.core.subscribe(SHOP, "shop:h", Placed.class, o -> {}, once);
        for (int i = 0; i < 5; i++) {
            f.bus.publish(new Placed(i % 2 == 0 ? "even" : "odd", i));
        }
        f.pools.drain();
        assertThat(seen).containsExactly(1, 3);
        f.core.unsubscribe(first);

        f.core.subscribe(NEXT, "shop:h", Placed.class, o -> o.concurrency(2), (EventHandler<Placed>)
                (p, c) -> seen.add(p.amount()));
        f.bus.publish(new Placed("even", 6));
        f.seconds(60);

        assertThat(seen).containsExactly(1, 3, 0, 2, 4, 6);
        assertThat(f.status("shop:h").accepted()).isEqualTo(6);
        assertThat(f.status("shop:h").handled()).isEqualTo(6);
        assertThat(f.status("shop:h").queued()).isZero();
    }

    @Test
    void moreMayWaitThanTheNewQueueHoldsAndNothingOfItIsLost() {
        Subscription first = handler(SHOP, Ping.class, o -> o.queueCapacity(1_000));
        f.pings(500);
        f.core.unsubscribe(first);

        handler(NEXT, Ping.class, o -> o.queueCapacity(16).overflow(Overflow.FAIL));
        assertThat(f.status("shop:h").queued()).isEqualTo(500);
        f.pools.drain();

        assertThat(seen).hasSize(500).startsWith(new Ping(0)).endsWith(new Ping(499));
    }

    @Test
    @Tag("faults") // five seconds until the previous handler's call is interrupted
    void successorWaitsForACallOfTheHandlerBefore() throws Exception {
        RealThreadPools pools = RealThreadPools.unbounded();
        Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC());
        bus.threads(pools);
        CountDownLatch inCall = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        EventHandler<Ping> stubborn = (ping, context) -> {
            inCall.countDown();
            boolean ended = false;
            while (!ended) {
                try {
                    ended = end.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    order.add("interrupted");
                }
            }
            order.add("old " + ping.n());
        };
        Subscription first = bus.subscribe(SHOP, "shop:h", Ping.class, o -> {}, stubborn);
        bus.of(SHOP).publish(new Ping(1));
        bus.of(SHOP).publish(new Ping(2));
        inCall.await();
        bus.unsubscribe(first); // waits 5 s, then interrupts

        Subscription next = bus.subscribe(
                SHOP, "shop:h", Ping.class, o -> o.concurrency(2), (EventHandler<Ping>) (ping, context) -> order.add(
                        "new " + ping.n() + " " + Thread.currentThread().isInterrupted()));
        bus.of(SHOP).publish(new Ping(3));
        assertThat(next.status().state()).isEqualTo("waiting");
        assertThat(next.status().problem()).startsWith("a call of the previous handler is still running");
        end.countDown();

        assertThat(next.awaitIdle(Duration.ofSeconds(20))).isTrue();
        assertThat(order).startsWith("interrupted", "old 1").hasSize(4).contains("new 2 false", "new 3 false");
        assertThat(next.status().state()).isEqualTo("running");
        bus.close();
        pools.close();
    }

    /** What one thread publishes comes in order and at most once, however often the queues are replaced meanwhile. */
    @Test
    void swapsUnderLoadKeepOrderAndRepeatNothing() throws Exception {
        RealThreadPools pools = RealThreadPools.unbounded();
        Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC());
        bus.threads(pools);
        bus.codec(new JacksonPayloadCodec());
        Map<String, List<Integer>> got = Collections.synchronizedMap(new HashMap<>());
        EventHandler<Placed> handler = (order, context) -> got.computeIfAbsent(
                        order.order(), key -> Collections.synchronizedList(new ArrayList<>()))
                .add(order.amount());
        Subscription current = bus.subscribe(SHOP, "shop:h", Placed.class, o -> {}, handler);
        AtomicBoolean stop = new AtomicBoolean();
        long[] published = new long[2];
        List<Thread> publishers = new ArrayList<>();
        for (int p = 0; p < 2; p++) {
            int mine = p;
            Thread thread = new Thread(() -> {
                for (int n = 0; !stop.get(); n++) {
                    published[mine] += bus.of(SHOP).publish(new Placed("s-" + mine, n));
                }
            });
            thread.start();
            publishers.add(thread);
        }

        List<Consumer<Options>> shapes = List.of(
                o -> o.concurrency(3),
                o -> o.queueCapacity(100),
                o -> o.concurrency(2).overflow(Overflow.DROP_OLDEST).queueCapacity(200),
                o -> {});
        for (int i = 0; i < 200; i++) {
            bus.unsubscribe(current);
            current = bus.subscribe(SHOP, "shop:h", Placed.class, shapes.get(i % shapes.size()), handler);
        }
        stop.set(true);
        for (Thread thread : publishers) {
            thread.join();
        }

        assertThat(current.awaitIdle(Duration.ofSeconds(20))).isTrue();
        assertThat(bus.list()).hasSize(1);
        long handled = 0;
        for (List<Integer> one : got.values()) {
            handled += one.size();
            for (int i = 1; i < one.size(); i++) {
                assertThat(one.get(i)).as("after %s at %s", one.get(i - 1), i).isGreaterThan(one.get(i - 1));
            }
        }
        assertThat(handled).isPositive().isEqualTo(current.status().handled());
        assertThat(current.status().handled() + current.status().dropped())
                .isEqualTo(current.status().accepted());
        bus.close();
        pools.close();
    }

    @Test
    void bundleThatHasStoppedCannotSubscribe() {
        AtomicBoolean alive = new AtomicBoolean(true);
        var view = f.core.of(SHOP, alive::get);
        view.subscribe(Ping.class, o -> {}, (ping, context) -> seen.add(ping));
        alive.set(false);
        f.core.closeAll(SHOP);

        for (Consumer<io.mistersmith.eventbus.SubscribeOptions> kind :
                List.<Consumer<io.mistersmith.eventbus.SubscribeOptions>>of(o -> {}, o -> o.durable("d"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> view.subscribe(Ping.class, kind, (ping, context) -> seen.add(ping)))
                    .withMessage("Bundle shop/1.0.0 has stopped, so it cannot subscribe any more");
        }
        f.pings(1);
        f.pools.drain();

        assertThat(seen).isEmpty();
        assertThat(f.core.list()).isEmpty();
        assertThat(f.core.byCode()).isZero();
    }

    @Test
    void closedSubscriptionsDoNotPileUp() {
        for (int i = 0; i < 50; i++) {
            f.bus.subscribe(Ping.class, o -> o.durable("d"), (ping, context) -> {})
                    .close();
            f.bus.subscribe(Ping.class, o -> {}, (ping, context) -> {}).close();
        }

        assertThat(f.core.byCode()).isZero();
        assertThat(f.core.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d"})
    void interruptFlagOfAHandlerDoesNotReachTheNextCall(String durable) {
        List<Boolean> flags = new ArrayList<>();
        f.core.subscribe(
                SHOP,
                "shop:h",
                Placed.class,
                o -> {
                    if (!durable.isEmpty()) {
                        o.durable(durable).fromFirst();
                    }
                },
                (EventHandler<Placed>) (order, context) -> {
                    flags.add(Thread.currentThread().isInterrupted());
                    Thread.currentThread().interrupt();
                });
        store(new Placed("o-1", 1));
        store(new Placed("o-2", 2));
        f.pools.drain();

        assertThat(flags).containsExactly(false, false);
        assertThat(Thread.interrupted()).isFalse();
    }

    private Subscription handler(Owner owner, Class<?> payload, Consumer<Options> options) {
        return f.core.subscribe(owner, "shop:h", payload, options, (EventHandler<Object>) (p, c) -> seen.add(p));
    }

    private void store(Object event) {
        var unused = f.bus.publishGuaranteed(event);
    }
}
