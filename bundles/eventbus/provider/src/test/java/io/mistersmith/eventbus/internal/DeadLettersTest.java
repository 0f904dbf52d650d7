package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.event.NewEvent;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events that are parked, and their way back. */
class DeadLettersTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private final List<Object> seen = f.seen;
    private final Set<String> broken = d.broken;

    @Test
    void failingEventIsParkedWithLaterOnesOfItsSubjectAndOthersGoOn() {
        broken.add("bad");
        d.durable("large", 1);
        d.store(new Placed("bad", 1));
        d.store(new Placed("bad", 2));
        d.store(new Placed("good", 1));

        f.seconds(60);
        d.store(new Placed("bad", 3));
        f.pools.drain();

        assertThat(seen).containsExactly("bad/1#1", "good/1#1", "bad/1#2", "bad/1#3");
        List<DeadLetter> letters = f.core.durable().letters("large", 10);
        assertThat(letters).extracting(DeadLetter::position).containsExactly(1L, 2L, 4L);
        assertThat(letters).extracting(DeadLetter::waiting).containsExactly(false, true, true);
        assertThat(letters.get(0).attempts()).isEqualTo(3);
        assertThat(letters.get(0).cause()).isEqualTo("java.lang.IllegalStateException: broken bad");
        assertThat(letters.get(0).stack()).contains("DurableFixture");
        assertThat(letters.get(0).bundle()).isEqualTo("shop/1.0.0");
        assertThat(d.saved("large").progress().position()).isEqualTo(4);
        assertThat(f.status("large").parked()).isEqualTo(3);
    }

    @Test
    void redriveKeepsOrderAndThenTheSubjectIsFree() {
        failingEventIsParkedWithLaterOnesOfItsSubjectAndOthersGoOn();
        seen.clear();
        broken.clear();

        assertThat(f.core.durable().redrive("large", "bad")).isEqualTo(3);
        d.store(new Placed("bad", 4));
        f.pools.drain();

        assertThat(seen).containsExactly("bad/1#1 replay", "bad/2#1 replay", "bad/3#1 replay", "bad/4#1");
        assertThat(f.core.durable().letters("large", 10)).isEmpty();
    }

    @Test
    void redriveThatFailsAgainKeepsTheLetterWithItsHistory() {
        broken.add("bad");
        d.durable("large", 1);
        d.store(new Placed("bad", 1));
        d.store(new Placed("bad", 2));
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
        d.durable("large", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.core.durable().redrive("lage", null))
                .withMessage("no durable subscription \"lage\" runs; there are large");
    }

    @Test
    void unreadablePayloadParksAtOnce() {
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> seen.add(p));
        d.store(NewEvent.json("order.placed", "{\"order\":\"o-1\",\"amount\":\"many\"}"));

        f.pools.drain();

        assertThat(f.core.durable().letters("large", 10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.attempts()).isOne());
    }

    @Test
    void exceptionThatThrowsWhenPrintedIsParkedLikeAnyOther() {
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("large").fromFirst().retry(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                (p, c) -> {
                    throw new Unprintable();
                });
        d.store(new Placed("o-1", 1));

        f.pools.drain();

        assertThat(f.core.durable().letters("large", 10)).singleElement().satisfies(letter -> assertThat(letter.cause())
                .startsWith(Unprintable.class.getName()));
        assertThat(d.saved("large").progress().position()).isEqualTo(1);
    }

    @Test
    void exceptionThatPrintsAsNullIsParkedByItsClass() {
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("nameless").fromFirst().retry(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                (p, c) -> {
                    throw new PrintsNull();
                });
        d.store(new Placed("o-1", 1));

        f.pools.drain();

        assertThat(f.core.durable().letters("nameless", 10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.cause()).contains(PrintsNull.class.getName()));
        assertThat(d.saved("nameless").progress().position()).isEqualTo(1);
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
    void unreadableLetterIsParkedAgainByARedriveAndCanBeRedrivenOnceMore() {
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> seen.add(p));
        d.store(NewEvent.json("order.placed", "{\"order\":\"o-1\",\"amount\":\"many\"}")
                .withSubject("o-1"));
        d.store(new Placed("o-1", 2));
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
    void subscriptionStopsAtTheCapOfLettersAndGoesOnAfterRedrive() {
        f.core.limits(
                new io.mistersmith.eventbus.internal.core.Limits(10_000, Duration.ZERO, Duration.ofSeconds(5), 2, 10));
        broken.add("bad");
        d.durable("large", 1);
        for (int i = 1; i <= 3; i++) {
            d.store(new Placed("bad", i));
        }
        d.store(new Placed("good", 1));
        f.seconds(60);
        assertThat(f.status("large").state()).isEqualTo("stopped");
        assertThat(f.status("large").problem()).startsWith("2 dead letters");

        broken.clear();
        f.core.durable().redrive("large", null);
        f.seconds(5);

        assertThat(f.core.durable().letters("large", 10)).isEmpty();
        assertThat(f.status("large").state()).isEqualTo("running");
        assertThat(d.saved("large").progress().position()).isEqualTo(4);
    }
}
