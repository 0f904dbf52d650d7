package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.internal.Orders.Flagged;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.WrongVersionException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events that a durable handler emits. */
class EmitTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private final List<Object> seen = f.seen;
    private final Set<String> broken = d.broken;

    @Test
    void emittedEventsAreStoredOnceBeforeTheirCauseSettles() {
        emitter();
        f.store.failNextSave(new StoreUnavailableException("disk", true, null));
        d.store(NewEvent.of(new Placed("o-1", 5)).withCorrelationId("cart-7"));
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
        d.store(new Placed("o-1", 1));
        d.store(new Placed("o-1", 2));
        d.store(new Placed("o-2", 3));

        f.pools.drain();
        assertThat(seen).containsExactly("o-1/1", "o-2/3");
        assertThat(d.saved("emits").progress().position()).isZero();
        f.seconds(5);

        assertThat(seen).containsExactly("o-1/1", "o-2/3", "o-1/2");
        assertThat(f.store.read(Read.all().ofType("order.flagged")).toList()).hasSize(1);
        assertThat(f.status("emits").queued()).isZero();
    }

    /** What a crash would repeat is bounded for letters too. */
    @Test
    void redrivenLettersWhoseEmittedEventsAreNotStoredCountAsRepeats() {
        boolean[] bad = {true};
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("emits").fromFirst().retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (p, c) -> {
                    if (bad[0]) {
                        throw new IllegalStateException("bad");
                    }
                    seen.add(p.order());
                    f.store.failNextAppend(new StoreUnavailableException("disk", false, null));
                    c.emit(new Flagged(p.order()));
                });
        for (int i = 0; i < 150; i++) {
            d.store(new Placed("o-" + i, i));
        }
        f.pools.drain();
        assertThat(f.status("emits").parked()).isEqualTo(150);
        bad[0] = false;

        f.core.durable().redrive("emits", null);
        f.pools.drain();
        assertThat(seen).hasSizeLessThanOrEqualTo(100);
        f.seconds(60);

        assertThat(seen).hasSize(150);
        assertThat(f.core.durable().letters("emits", 10)).isEmpty();
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
        d.store(new Placed("o-1", 1));

        f.seconds(5);

        assertThat(seen).containsExactly(1, 2);
        assertThat(f.store.read(Read.all().ofType("order.flagged")).toList()).hasSize(2);
        assertThat(d.saved("emits").progress().position()).isEqualTo(3);
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
        d.store(new Placed("o-1", 5));

        f.pools.drain();

        assertThat(f.store.read(Read.all().ofType("order.flagged")).toList()).isEmpty();
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
}
