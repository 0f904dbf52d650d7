package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.AUDIT;
import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.EventRejectedException;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.Orders.Cancelled;
import io.mistersmith.eventbus.internal.Orders.Nameless;
import io.mistersmith.eventbus.internal.Orders.OrderEvent;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.Orders.PlacedElsewhere;
import io.mistersmith.eventbus.internal.Orders.PlacedUnreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBusTest {

    private final Fixture f = new Fixture();
    private final List<Object> seen = f.seen;

    @Test
    void handlerGetsTheVeryPayloadWithItsEnvelope() {
        Placed order = new Placed("o-1", 5);
        List<EventContext> contexts = new ArrayList<>();
        f.bus.subscribe(Placed.class, o -> {}, (payload, c) -> {
            assertThat(payload).isSameAs(order);
            Event<?> event = c.event();
            assertThat(event.type()).isEqualTo("order.placed");
            assertThat(event.source()).isEqualTo("shop");
            assertThat(event.subject()).isEqualTo("o-1");
            assertThat(event.time()).isEqualTo(f.pools.clock().instant());
            assertThat(event.id()).isEqualTo(event.id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
            assertThat(c.attempt()).isOne();
            assertThat(c.position()).isEmpty();
            contexts.add(c);
            seen.add(payload);
        });

        assertThat(f.bus.publish(order)).isOne();
        assertThat(seen).as("before a pool ran it").isEmpty();
        f.pools.drain();

        assertThat(seen).containsExactly(order);
        assertThatThrownBy(() -> contexts.get(0).event()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyEventsNeedOneTask() {
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> seen.add(ping.n()));

        f.bus.publish(new Ping(1));
        f.bus.publish(new Ping(2));
        f.bus.publish(new Ping(3));

        assertThat(f.pools.waiting()).isOne();
        f.pools.drain();
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void eventNobodySubscribesToIsNoError() {
        assertThat(f.bus.publish(new Ping(1))).isZero();
        assertThat(f.core.memory().unroutedEvents()).isOne();
    }

    @Test
    void prefixAndSealedInterfaceTakeSeveralTypes() {
        f.bus.subscribe(OrderEvent.class, o -> {}, (event, c) -> seen.add(event));
        f.bus.subscribe(Event.class, o -> o.types("order.**"), (event, c) -> seen.add(((Event<?>) event).type()));

        f.bus.publish(new Placed("o-1", 1));
        f.bus.publish(new Cancelled("o-1"));
        f.bus.publish(new Ping(1));
        f.pools.drain();

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        new Placed("o-1", 1), new Cancelled("o-1"), "order.placed", "order.cancelled");
    }

    @Test
    void handlerWithAnotherRecordForTheTypeGetsACopy() {
        f.bus.subscribe(PlacedElsewhere.class, o -> {}, (event, c) -> seen.add(event));

        f.bus.publish(new Placed("o-1", 7));
        f.bus.publish(NewEvent.json("order.placed", "{\"order\":\"o-2\",\"amount\":8}"));
        f.pools.drain();

        assertThat(seen).containsExactly(new PlacedElsewhere("o-1", 7), new PlacedElsewhere("o-2", 8));
    }

    @Test
    void payloadThatDoesNotFitIsDroppedAtOnce() {
        Subscription s = f.bus.subscribe(PlacedUnreadable.class, o -> {}, (event, c) -> seen.add(event));

        f.bus.publish(NewEvent.json("order.placed", "{\"amount\":\"soon\"}"));
        f.pools.drain();

        assertThat(s.status().dropped()).isOne();
        assertThat(s.status().failed()).isOne();
        assertThat(seen).isEmpty();
    }

    @Test
    void failedEventComesAgainWhileOtherSubjectsGoOn() {
        f.bus.subscribe(Placed.class, o -> o.retry(3, Duration.ofSeconds(1), Duration.ofSeconds(1)), (order, c) -> {
            seen.add(order.order() + order.amount() + "#" + c.attempt());
            if (order.order().equals("bad") && order.amount() == 1 && c.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        });

        f.bus.publish(new Placed("bad", 1));
        f.bus.publish(new Placed("bad", 2));
        f.bus.publish(new Placed("good", 1));
        f.pools.drain();
        assertThat(seen).containsExactly("bad1#1", "good1#1");
        f.seconds(1);
        f.bus.publish(new Placed("bad", 3));
        f.seconds(1);

        assertThat(seen).containsExactly("bad1#1", "good1#1", "bad1#2", "bad1#3", "bad2#1", "bad3#1");
    }

    @Test
    void eventIsGivenUpAfterItsLastAttempt() {
        Subscription s = f.bus.subscribe(
                Ping.class, o -> o.retry(2, Duration.ofMillis(10), Duration.ofMillis(10)), (ping, c) -> {
                    throw new IllegalStateException("never");
                });

        f.bus.publish(new Ping(1));
        f.seconds(1);

        SubscriptionStatus status = s.status();
        assertThat(status.failed()).isEqualTo(2);
        assertThat(status.dropped()).isOne();
        assertThat(status.handled()).isZero();
        assertThat(status.queued()).isZero();
    }

    @Test
    void fullQueueRefusesAloudUnderFail() {
        Subscription s = f.bus.subscribe(
                Ping.class, o -> o.queueCapacity(16).overflow(Overflow.FAIL), (ping, c) -> seen.add(ping.n()));
        publish(16);

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

        publish(20);
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

        publish(20);
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

    @Test
    void lanesKeepOrderPerSubject() {
        f.bus.subscribe(Placed.class, o -> o.concurrency(8), (order, c) -> seen.add(order));

        for (int i = 0; i < 300; i++) {
            f.bus.publish(new Placed("o-" + i % 7, i));
        }
        assertThat(f.pools.waiting()).as("lanes in use").isGreaterThan(1);
        f.pools.drain();

        assertThat(seen).hasSize(300);
        for (int subject = 0; subject < 7; subject++) {
            String name = "o-" + subject;
            assertThat(seen.stream()
                            .map(Placed.class::cast)
                            .filter(one -> one.order().equals(name))
                            .map(Placed::amount))
                    .isSorted();
        }
    }

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
        publish(3);
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
        publish(3);

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
    void queueLingersForTheSuccessorOfAHandler() {
        Subscription first = handler("shop:Pings", SHOP);
        publish(2);
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
        publish(2);
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
        publish(2);
        f.core.unsubscribe(first);

        f.seconds(4);
        assertThat(f.status("shop:Pings").queued()).isEqualTo(2);
        f.seconds(2);

        assertThat(f.core.list()).isEmpty();
        assertThat(first.status().dropped()).isEqualTo(2);
    }

    @Test
    void eventPublishedInAHandlerIsLinkedToItsCause() {
        f.bus.subscribe(Placed.class, o -> {}, (order, c) -> {
            seen.add(c.event().id());
            f.bus.publish(new Ping(1));
        });
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> {
            seen.add(c.event().causationId());
            assertThat(c.event().correlationId()).isEqualTo("cart-7");
        });

        f.bus.publish(NewEvent.of(new Placed("o-1", 1)).withCorrelationId("cart-7"));
        f.pools.drain();

        assertThat(seen).hasSize(2);
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }

    @Test
    void emitNeedsADurableSubscription() {
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> {
            try {
                c.emit(new Ping(2));
            } catch (IllegalStateException e) {
                seen.add(e.getMessage());
            }
        });

        f.bus.publish(new Ping(1));
        f.pools.drain();

        assertThat(seen).containsExactly("emit needs a durable subscription: subscription=shop-1");
    }

    @Test
    void payloadWithoutTypeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.publish(new Nameless(1)))
                .withMessageContaining("Nameless");
    }

    @Test
    void closedBusIsATypedError() {
        f.core.close();

        assertThatThrownBy(() -> f.bus.publish(new Ping(1)))
                .isInstanceOf(BusUnavailableException.class)
                .hasMessage("Event bus unavailable: closed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order..placed | malformed at place 7",
                "order.* | malformed at place 7",
                "order placed | malformed at place 6",
                ".** | is empty",
            })
    void malformedPatternIsRefusedWithItsPlace(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Event.class, o -> o.types(pattern), (e, c) -> {}))
                .withMessageContaining(message)
                .withMessageContaining("\"" + pattern + "\"");
    }

    @Test
    void optionsOutOfRangeOrThatDoNotFitAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Ping.class, o -> o.concurrency(65), (e, c) -> {}))
                .withMessage("concurrency=65 is not within 1..64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Ping.class, o -> o.queueCapacity(15), (e, c) -> {}))
                .withMessage("queue.capacity=15 is not within 16..1048576");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Ping.class, o -> o.durable("Bad Name"), (e, c) -> {}))
                .withMessageContaining("durable=\"Bad Name\"");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> f.bus.subscribe(Ping.class, o -> o.durable("x").overflow(Overflow.FAIL), (e, c) -> {}))
                .withMessageContaining("overflow=FAIL does not fit durable=x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Event.class, o -> {}, (e, c) -> {}))
                .withMessageStartingWith("types is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(String.class, o -> {}, (e, c) -> {}))
                .withMessageContaining("java.lang.String is neither a record");
    }

    private Subscription handler(String name, io.mistersmith.eventbus.internal.core.Owner owner) {
        return f.core.subscribe(owner, name, Ping.class, o -> {}, (EventHandler<Ping>) (ping, c) -> seen.add(ping.n()));
    }

    private void publish(int count) {
        List<Ping> pings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pings.add(new Ping(i));
        }
        pings.forEach(f.bus::publish);
    }
}
