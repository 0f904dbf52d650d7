package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Flagged;
import io.mistersmith.eventbus.internal.Orders.Nameless;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.WrongVersionException;
import io.mistersmith.testkit.ManualThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DurableBusTest {

    private final Fixture f = new Fixture();
    private final List<Object> seen = f.seen;
    private final Set<String> broken = new HashSet<>();

    @Test
    void guaranteedEventIsStoredThenDelivered() {
        durable("large", 1);
        CompletableFuture<Receipt> receipt = publish(new Placed("o-1", 5));
        assertThat(receipt).isNotDone();

        f.pools.drain();

        assertThat(receipt.join().stream()).isEqualTo("o-1");
        assertThat(receipt.join().source()).isEqualTo("shop");
        assertThat(seen).containsExactly("o-1/5#1");
        assertThat(saved("large").progress().position())
                .isEqualTo(receipt.join().position());
    }

    @Test
    void batchIsAllOrNoneAndAnsweredInOrder() {
        CompletableFuture<List<Receipt>> receipts = f.bus.publishBatch(
                        List.of(new Placed("o-1", 1), new Placed("o-2", 2)))
                .toCompletableFuture();
        f.pools.drain();

        assertThat(receipts.join()).extracting(Receipt::stream).containsExactly("o-1", "o-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.publishBatch(List.of(new Placed("o-3", 1), new Nameless(1))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.publishBatch(List.of()))
                .withMessage("batch has 0 events, allowed are 1 to 4000");
        assertThat(f.store.head()).isEqualTo(2);
    }

    @Test
    void memorySubscriptionGetsGuaranteedEventsAfterTheCommitByReference() {
        Placed order = new Placed("o-1", 5);
        f.bus.subscribe(Placed.class, o -> {}, (payload, c) -> {
            assertThat(payload).isSameAs(order);
            seen.add(c.event().id() + "@" + c.position().orElse(-1));
        });

        CompletableFuture<Receipt> receipt = publish(order);
        f.pools.drain();

        assertThat(seen).containsExactly(receipt.join().id() + "@1");
    }

    @Test
    void failedAppendIsNotDelivered() {
        f.bus.subscribe(Placed.class, o -> {}, (payload, c) -> seen.add(payload));
        f.store.failNextAppend(new StoreUnavailableException("disk", false, null));

        CompletableFuture<Receipt> receipt = publish(new Placed("o-1", 5));
        f.pools.drain();

        assertThat(seen).isEmpty();
        assertThatThrownBy(receipt::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void withoutStoreAGuaranteedPublishFails() {
        f.core.store(null, null);

        CompletableFuture<Receipt> receipt = publish(new Placed("o-1", 5));
        f.pools.drain();

        assertThatThrownBy(receipt::join)
                .hasCauseInstanceOf(BusUnavailableException.class)
                .hasMessageContaining("no event store");
    }

    @Test
    void plainPublishDoesNotReachADurableSubscription() {
        durable("large", 1);
        f.pools.drain();

        assertThat(f.bus.publish(new Placed("o-1", 5))).isZero();
        f.pools.drain();

        assertThat(seen).isEmpty();
    }

    @Test
    void newSubscriptionBeginsNowOrFirstOrAfterAPosition() {
        store(new Placed("o-1", 1));
        store(new Placed("o-2", 2));
        f.pools.drain();
        f.bus.subscribe(Placed.class, o -> o.durable("now"), (p, c) -> seen.add("now " + p.order()));
        f.bus.subscribe(Placed.class, o -> o.durable("first").fromFirst(), (p, c) -> seen.add("first " + p.order()));
        f.bus.subscribe(Placed.class, o -> o.durable("after").after(1), (p, c) -> seen.add("after " + p.order()));
        store(new Placed("o-3", 3)); // before any consumer is open

        f.pools.drain();

        assertThat(seen)
                .containsExactlyInAnyOrder("now o-3", "first o-1", "first o-2", "first o-3", "after o-2", "after o-3");
    }

    @Test
    void typesThatAreNotTakenAreReadPast() {
        durable("large", 1);
        store(new Ping(1));
        store(new Ping(2));

        f.pools.drain();

        assertThat(saved("large").progress().position()).isEqualTo(2);
        assertThat(f.status("large").lag()).isZero();
    }

    @Test
    void failingEventIsParkedWithLaterOnesOfItsSubjectAndOthersGoOn() {
        broken.add("bad");
        durable("large", 1);
        store(new Placed("bad", 1));
        store(new Placed("bad", 2));
        store(new Placed("good", 1));

        f.seconds(60);
        store(new Placed("bad", 3));
        f.pools.drain();

        assertThat(seen).containsExactly("bad/1#1", "good/1#1", "bad/1#2", "bad/1#3");
        List<DeadLetter> letters = f.core.durable().letters("large", 10);
        assertThat(letters).extracting(DeadLetter::position).containsExactly(1L, 2L, 4L);
        assertThat(letters).extracting(DeadLetter::waiting).containsExactly(false, true, true);
        assertThat(letters.get(0).attempts()).isEqualTo(3);
        assertThat(letters.get(0).cause()).isEqualTo("java.lang.IllegalStateException: broken bad");
        assertThat(letters.get(0).stack()).contains("DurableBusTest");
        assertThat(letters.get(0).bundle()).isEqualTo("shop/1.0.0");
        assertThat(saved("large").progress().position()).isEqualTo(4);
        assertThat(f.status("large").parked()).isEqualTo(3);
    }

    @Test
    void redriveKeepsOrderAndThenTheSubjectIsFree() {
        failingEventIsParkedWithLaterOnesOfItsSubjectAndOthersGoOn();
        seen.clear();
        broken.clear();

        assertThat(f.core.durable().redrive("large", "bad")).isEqualTo(3);
        store(new Placed("bad", 4));
        f.pools.drain();

        assertThat(seen).containsExactly("bad/1#1 replay", "bad/2#1 replay", "bad/3#1 replay", "bad/4#1");
        assertThat(f.core.durable().letters("large", 10)).isEmpty();
    }

    @Test
    void redriveThatFailsAgainKeepsTheLetterWithItsHistory() {
        broken.add("bad");
        durable("large", 1);
        store(new Placed("bad", 1));
        store(new Placed("bad", 2));
        f.seconds(60);

        f.core.durable().redrive("large", null);
        f.seconds(60);

        List<DeadLetter> letters = f.core.durable().letters("large", 10);
        assertThat(letters).extracting(DeadLetter::attempts).containsExactly(6, 0);
        assertThat(letters.get(0).first()).isBefore(letters.get(0).last());
        broken.clear();
        assertThat(f.core.durable().redrive("large", null)).isEqualTo(2);
        f.pools.drain();
        assertThat(f.core.durable().letters("large", 10)).isEmpty();
    }

    @Test
    void redriveOfAnUnknownSubscriptionNamesThoseThatRun() {
        durable("large", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.core.durable().redrive("lage", null))
                .withMessage("no durable subscription \"lage\" runs; there are large");
    }

    @Test
    void unreadablePayloadParksAtOnce() {
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> seen.add(p));
        store(NewEvent.json("order.placed", "{\"order\":\"o-1\",\"amount\":\"many\"}"));

        f.pools.drain();

        assertThat(f.core.durable().letters("large", 10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.attempts()).isOne());
    }

    @Test
    void emittedEventsAreStoredOnceBeforeTheirCauseSettles() {
        emitter();
        f.store.failNextSave(new StoreUnavailableException("disk", true, null));
        store(NewEvent.of(new Placed("o-1", 5)).withCorrelationId("cart-7"));
        f.pools.drain();
        restart();
        emitter();
        f.seconds(10);

        List<StoredEvent> flagged =
                f.store.read(Read.all().ofType("order.flagged")).toList();
        assertThat(flagged).hasSize(1);
        StoredEvent event = flagged.get(0);
        StoredEvent cause = f.store.read(Read.all().limit(1)).toList().get(0);
        assertThat(event.causationId()).isEqualTo(cause.id());
        assertThat(event.correlationId()).isEqualTo("cart-7");
        assertThat(event.source()).isEqualTo("shop");
        assertThat(event.id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab].*");
    }

    @Test
    void causeSettlesOnlyWhenItsEmittedEventIsStoredAndOtherSubjectsGoOn() {
        f.bus.subscribe(Placed.class, o -> o.durable("emits").fromFirst(), (p, c) -> {
            seen.add(p.order() + "/" + p.amount());
            if (p.amount() == 1) {
                f.store.failNextAppend(new StoreUnavailableException("disk", false, null));
                c.emit(new Flagged(p.order()));
            }
        });
        store(new Placed("o-1", 1));
        store(new Placed("o-1", 2));
        store(new Placed("o-2", 3));

        f.pools.drain();
        assertThat(seen).containsExactly("o-1/1", "o-2/3");
        assertThat(saved("emits").progress().position()).isZero();
        f.seconds(5);

        assertThat(seen).containsExactly("o-1/1", "o-2/3", "o-1/2");
        assertThat(f.store.read(Read.all().ofType("order.flagged")).toList()).hasSize(1);
        assertThat(f.status("emits").queued()).isZero();
    }

    static Stream<RuntimeException> whatNoWaitingMends() {
        return Stream.of(
                new PayloadException("order.flagged", "order", "is cyclic", new IllegalStateException()),
                new IllegalArgumentException("subject has 300 characters, allowed are 1 to 255"),
                new WrongVersionException("o-1", Expected.NO_STREAM, 7),
                new IllegalStateException("nobody declared this"));
    }

    @ParameterizedTest
    @MethodSource("whatNoWaitingMends")
    void emittedEventsThatCannotBeStoredAreTheHandlersFailure(RuntimeException failure) {
        broken.add("bad");
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("emits").fromFirst().retry(2, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (p, c) -> {
                    if (broken.contains(p.order())) {
                        f.store.failNextAppend(failure);
                    }
                    c.emit(new Flagged(p.order()));
                    seen.add(p.order() + "/" + p.amount() + "#" + c.attempt());
                });
        f.pools.drain();
        CompletableFuture<List<Receipt>> unused = f.bus.publishBatch(
                        List.of(new Placed("bad", 1), new Placed("bad", 2), new Placed("good", 3)))
                .toCompletableFuture();
        f.seconds(60);

        assertThat(seen).containsExactly("bad/1#1", "good/3#1", "bad/1#2");
        List<DeadLetter> letters = f.core.durable().letters("emits", 10);
        assertThat(letters).extracting(DeadLetter::attempts).containsExactly(2, 0);
        assertThat(letters.get(0).cause()).isEqualTo(failure.toString());
        assertThat(f.status("emits").failed()).isEqualTo(2);
        assertThat(f.status("emits").queued()).isZero();

        broken.clear();
        f.core.durable().redrive("emits", "bad");
        f.pools.drain();

        assertThat(f.core.durable().letters("emits", 10)).isEmpty();
        assertThat(f.store.read(Read.all().ofType("order.flagged")).toList()).hasSize(3);
    }

    @Test
    void emittedEventThatCannotBeStoredAmongOthersFailsThemAllUntilItCan() {
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("emits").fromFirst().retry(2, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (p, c) -> {
                    c.emit(new Flagged(p.order()));
                    c.emit(new Flagged(p.order()));
                    if (c.attempt() == 1) {
                        f.store.failNextAppend(new EventIdReusedException("shop", "e-1", 0, "other content"));
                        f.store.failNextAppend(new IllegalStateException("the first alone"));
                    }
                    seen.add(c.attempt());
                });
        f.pools.drain();
        store(new Placed("o-1", 1));

        f.seconds(5);

        assertThat(seen).containsExactly(1, 2);
        assertThat(f.store.read(Read.all().ofType("order.flagged")).toList()).hasSize(2);
        assertThat(saved("emits").progress().position()).isEqualTo(3);
    }

    @Test
    void exceptionThatThrowsWhenPrintedIsParkedLikeAnyOther() {
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("large").fromFirst().retry(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                (p, c) -> {
                    throw new Unprintable();
                });
        store(new Placed("o-1", 1));

        f.pools.drain();

        assertThat(f.core.durable().letters("large", 10)).singleElement().satisfies(letter -> assertThat(letter.cause())
                .isEqualTo("java.lang.IllegalStateException: " + Unprintable.class.getName()
                        + ", which throws when it is printed"));
        assertThat(saved("large").progress().position()).isEqualTo(1);
    }

    @Test
    void exceptionThatPrintsAsNullIsParkedByItsClass() {
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("nameless").fromFirst().retry(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                (p, c) -> {
                    throw new PrintsNull();
                });
        store(new Placed("o-1", 1));

        f.pools.drain();

        assertThat(f.core.durable().letters("nameless", 10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.cause()).contains(PrintsNull.class.getName()));
        assertThat(saved("nameless").progress().position()).isEqualTo(1);
    }

    private static final class PrintsNull extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings({"NullAway", "OverrideThrowableToString", "ToStringReturnsNull"
        }) // a plugin's class keeps no promise
        public String toString() {
            return null;
        }
    }

    private static final class Unprintable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void handlerThatThrowsEmitsNothing() {
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("emits").fromFirst().retry(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                (p, c) -> {
                    c.emit(new Flagged(p.order()));
                    throw new IllegalStateException("after emit");
                });
        store(new Placed("o-1", 5));

        f.pools.drain();

        assertThat(f.store.read(Read.all().ofType("order.flagged")).toList()).isEmpty();
    }

    @Test
    void notMoreThanAHundredAreSettledWithoutASave() {
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> seen.add(p.amount()));
        f.pools.drain();
        for (int i = 0; i < 10; i++) {
            f.store.failNextSave(new StoreUnavailableException("disk", false, null));
        }
        for (int i = 0; i < 300; i++) {
            store(new Placed("o-" + i, i));
        }

        f.pools.drain();
        assertThat(seen).hasSize(100);
        f.seconds(20);

        assertThat(new HashSet<>(seen)).hasSize(300);
        assertThat(saved("large").progress().position()).isEqualTo(300);
    }

    @Test
    void savesThatKeepFailingAreAProblemUntilOneSucceeds() {
        durable("large", 1);
        f.pools.drain();
        for (int i = 0; i < 40; i++) {
            f.store.failNextSave(new StoreUnavailableException("disk", false, null));
        }
        store(new Placed("o-1", 1));

        f.seconds(2);
        assertThat(f.status("large").problem())
                .isEqualTo("progress is not saved: io.mistersmith.eventstore.StoreUnavailableException:"
                        + " Event store unavailable: disk");
        assertThat(seen).as("deliveries in 2 s").hasSizeBetween(2, 4);
        f.seconds(60);

        assertThat(f.status("large").problem()).isEmpty();
        assertThat(f.status("large").state()).isEqualTo("running");
        assertThat(saved("large").progress().position()).isEqualTo(1);
    }

    @Test
    void consumerThatAnotherHoldsIsAProblemUntilItIsGivenBack() {
        Consumer other = f.store.open("large", 0);
        durable("large", 1);
        store(new Placed("o-1", 1));

        f.seconds(30);
        assertThat(f.status("large").state()).isEqualTo("waiting");
        assertThat(f.status("large").problem()).contains("large");
        other.close();
        f.seconds(5);

        assertThat(f.status("large").problem()).isEmpty();
        assertThat(seen).containsExactly("o-1/1#1");
    }

    @Test
    void unreadableLetterIsParkedAgainByARedriveAndCanBeRedrivenOnceMore() {
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> seen.add(p));
        store(NewEvent.json("order.placed", "{\"order\":\"o-1\",\"amount\":\"many\"}")
                .withSubject("o-1"));
        store(new Placed("o-1", 2));
        f.pools.drain();

        for (int redrive = 2; redrive <= 3; redrive++) {
            assertThat(f.core.durable().redrive("large", null)).isEqualTo(2);
            f.pools.drain();
            assertThat(f.core.durable().letters("large", 10))
                    .extracting(DeadLetter::attempts)
                    .containsExactly(redrive, 0);
        }
    }

    @Test
    void whatWasNotSavedComesAgainWhenTheStoreComesBack() {
        durable("large", 1);
        store(new Placed("o-1", 1));
        f.pools.drain();
        f.store.failNextSave(new StoreUnavailableException("disk", false, null));
        store(new Placed("o-2", 2));
        f.pools.drain();
        f.store.goAway();
        f.core.store(null, null);
        f.pools.drain();
        assertThat(f.status("large").state()).isEqualTo("waiting");
        assertThat(f.status("large").problem()).isEqualTo("no event store");

        f.store.comeBack();
        f.core.store(f.store, f.store);
        store(new Placed("o-3", 3));
        f.seconds(5);

        assertThat(seen).containsExactly("o-1/1#1", "o-2/2#1", "o-2/2#1", "o-3/3#1");
        assertThat(saved("large").progress().position()).isEqualTo(3);
    }

    @Test
    void durableSubscriptionGoesOnWithNewPools() {
        durable("large", 1);
        f.pools.drain();
        f.core.threads(null);
        ManualThreadPools next = new ManualThreadPools();
        f.core.threads(next);
        CompletionStage<Receipt> receipt = f.bus.publishGuaranteed(new Placed("o-1", 1));
        for (int i = 0; i < 5; i++) {
            f.pools.drain(); // the store's callbacks
            next.drain();
        }

        assertThat(receipt.toCompletableFuture()).isCompleted();
        assertThat(seen).containsExactly("o-1/1#1");
    }

    @Test
    void highestVersionOwnsTheNameAndAnotherWaits() {
        Subscription old = durable("large", 1);
        f.pools.drain();
        Subscription next = f.core.subscribe(
                new Owner("shop", "1.10.0"),
                "shop:Large",
                Placed.class,
                o -> o.durable("large").fromFirst(),
                (EventHandler<Placed>) (p, c) -> seen.add("1.10 " + p.order()));
        store(new Placed("o-1", 1));
        f.seconds(5);

        assertThat(seen).containsExactly("1.10 o-1");
        assertThat(old.status().state()).isEqualTo("waiting");
        assertThat(old.status().problem()).isEqualTo("the name is owned by shop/1.10.0");

        next.close();
        store(new Placed("o-2", 2));
        f.seconds(5);

        assertThat(seen).containsExactly("1.10 o-1", "o-2/2#1");
    }

    @Test
    void successorGoesOnWhereTheOldOneStopped() {
        Subscription old = durable("large", 4);
        for (int i = 0; i < 50; i++) {
            store(new Placed("o-" + i % 5, i));
        }
        for (int i = 0; i < 60; i++) {
            f.pools.step();
        }
        old.close();
        durable("large", 4);
        f.seconds(5);

        assertThat(seen).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void handlerOfEventGetsTheStoredEvent() {
        f.bus.subscribe(
                Event.class, o -> o.durable("all").types("**").fromFirst(), (e, c) -> seen.add(((Event<?>) e).type()));
        store(new Ping(1));

        f.pools.drain();

        assertThat(seen).containsExactly("ping.sent");
    }

    @Test
    void subscriptionStopsAtTheCapOfLettersAndGoesOnAfterRedrive() {
        f.core.limits(
                new io.mistersmith.eventbus.internal.core.Limits(10_000, Duration.ZERO, Duration.ofSeconds(5), 2, 10));
        broken.add("bad");
        durable("large", 1);
        for (int i = 1; i <= 3; i++) {
            store(new Placed("bad", i));
        }
        store(new Placed("good", 1));
        f.seconds(60);
        assertThat(f.status("large").state()).isEqualTo("stopped");
        assertThat(f.status("large").problem()).startsWith("2 dead letters");

        broken.clear();
        f.core.durable().redrive("large", null);
        f.seconds(5);

        assertThat(f.core.durable().letters("large", 10)).isEmpty();
        assertThat(f.status("large").state()).isEqualTo("running");
        assertThat(saved("large").progress().position()).isEqualTo(4);
    }

    private Subscription durable(String name, int concurrency) {
        return f.core.subscribe(
                SHOP,
                "shop:Large",
                Placed.class,
                o -> o.durable(name)
                        .fromFirst()
                        .concurrency(concurrency)
                        .retry(3, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (EventHandler<Placed>) (p, c) -> {
                    seen.add(p.order() + "/" + p.amount() + "#" + c.attempt() + (c.replay() ? " replay" : ""));
                    if (broken.contains(p.order())) {
                        throw new IllegalStateException("broken " + p.order());
                    }
                });
    }

    private void emitter() {
        f.bus.subscribe(Placed.class, o -> o.durable("emits").fromFirst(), (p, c) -> {
            seen.add(p.order() + "/" + p.amount());
            c.emit(new Flagged(p.order()));
        });
    }

    /** As if the bundle was stopped and started. */
    private void restart() {
        f.core.closeAll(SHOP);
        f.pools.drain();
    }

    private CompletableFuture<Receipt> publish(Object event) {
        return f.bus.publishGuaranteed(event).toCompletableFuture();
    }

    private void store(Object event) {
        CompletableFuture<Receipt> unused = publish(event);
    }

    private ConsumerStatus saved(String name) {
        List<ConsumerStatus> all = new ArrayList<>(f.store.list());
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }
}
