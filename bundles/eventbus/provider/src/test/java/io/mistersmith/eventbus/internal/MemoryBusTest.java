package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventContext;
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

/** How an event in memory reaches handlers. */
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
}
