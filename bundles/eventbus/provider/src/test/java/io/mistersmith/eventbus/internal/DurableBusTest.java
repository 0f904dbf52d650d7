package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.Event;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.testkit.ManualThreadPools;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How a durable subscription begins, goes on, and gives way. */
class DurableBusTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private final List<Object> seen = f.seen;

    @Test
    void newSubscriptionBeginsNowOrFirstOrAfterAPosition() {
        d.store(new Placed("o-1", 1));
        d.store(new Placed("o-2", 2));
        f.pools.drain();
        f.bus.subscribe(Placed.class, o -> o.durable("now"), (p, c) -> seen.add("now " + p.order()));
        f.bus.subscribe(Placed.class, o -> o.durable("first").fromFirst(), (p, c) -> seen.add("first " + p.order()));
        f.bus.subscribe(Placed.class, o -> o.durable("after").after(1), (p, c) -> seen.add("after " + p.order()));
        d.store(new Placed("o-3", 3)); // before any consumer is open

        f.pools.drain();

        assertThat(seen)
                .containsExactlyInAnyOrder("now o-3", "first o-1", "first o-2", "first o-3", "after o-2", "after o-3");
    }

    @Test
    void typesThatAreNotTakenAreReadPast() {
        d.durable("large", 1);
        d.store(new Ping(1));
        d.store(new Ping(2));

        f.pools.drain();

        assertThat(d.saved("large").progress().position()).isEqualTo(2);
        assertThat(f.status("large").lag()).isZero();
    }

    @Test
    void notMoreThanAHundredAreSettledWithoutASave() {
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> seen.add(p.amount()));
        f.pools.drain();
        for (int i = 0; i < 10; i++) {
            f.store.failNextSave(new StoreUnavailableException("disk", false, null));
        }
        for (int i = 0; i < 300; i++) {
            d.store(new Placed("o-" + i, i));
        }

        f.pools.drain();
        assertThat(seen).hasSize(100);
        f.seconds(20);

        assertThat(new HashSet<>(seen)).hasSize(300);
        assertThat(d.saved("large").progress().position()).isEqualTo(300);
    }

    @Test
    void savesThatKeepFailingAreAProblemUntilOneSucceeds() {
        d.durable("large", 1);
        f.pools.drain();
        for (int i = 0; i < 40; i++) {
            f.store.failNextSave(new StoreUnavailableException("disk", false, null));
        }
        d.store(new Placed("o-1", 1));

        f.seconds(2);
        assertThat(f.status("large").problem())
                .isEqualTo("progress is not saved: io.mistersmith.eventstore.StoreUnavailableException:"
                        + " Event store unavailable: disk");
        assertThat(seen).as("deliveries in 2 s").hasSizeBetween(2, 4);
        f.seconds(60);

        assertThat(f.status("large").problem()).isEmpty();
        assertThat(f.status("large").state()).isEqualTo("running");
        assertThat(d.saved("large").progress().position()).isEqualTo(1);
    }

    @Test
    void consumerThatAnotherHoldsIsAProblemUntilItIsGivenBack() {
        Consumer other = f.store.open("large", 0);
        d.durable("large", 1);
        d.store(new Placed("o-1", 1));

        f.seconds(30);
        assertThat(f.status("large").state()).isEqualTo("waiting");
        assertThat(f.status("large").problem()).contains("large");
        other.close();
        f.seconds(5);

        assertThat(f.status("large").problem()).isEmpty();
        assertThat(seen).containsExactly("o-1/1#1");
    }

    @Test
    void whatWasNotSavedComesAgainWhenTheStoreComesBack() {
        d.durable("large", 1);
        d.store(new Placed("o-1", 1));
        f.pools.drain();
        f.store.failNextSave(new StoreUnavailableException("disk", false, null));
        d.store(new Placed("o-2", 2));
        f.pools.drain();
        f.store.goAway();
        f.core.store(null, null);
        f.pools.drain();
        assertThat(f.status("large").state()).isEqualTo("waiting");
        assertThat(f.status("large").problem()).isEqualTo("no event store");

        f.store.comeBack();
        f.core.store(f.store, f.store);
        d.store(new Placed("o-3", 3));
        f.seconds(5);

        assertThat(seen).containsExactly("o-1/1#1", "o-2/2#1", "o-2/2#1", "o-3/3#1");
        assertThat(d.saved("large").progress().position()).isEqualTo(3);
    }

    @Test
    void durableSubscriptionGoesOnWithNewPools() {
        d.durable("large", 1);
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
        Subscription old = d.durable("large", 1);
        f.pools.drain();
        Subscription next = f.core.subscribe(
                new Owner("shop", "1.10.0"),
                "shop:Large",
                Placed.class,
                o -> o.durable("large").fromFirst(),
                (EventHandler<Placed>) (p, c) -> seen.add("1.10 " + p.order()));
        d.store(new Placed("o-1", 1));
        f.seconds(5);

        assertThat(seen).containsExactly("1.10 o-1");
        assertThat(old.status().state()).isEqualTo("waiting");
        assertThat(old.status().problem()).isEqualTo("the name is owned by shop/1.10.0");

        next.close();
        d.store(new Placed("o-2", 2));
        f.seconds(5);

        assertThat(seen).containsExactly("1.10 o-1", "o-2/2#1");
    }

    @Test
    void successorGoesOnWhereTheOldOneStopped() {
        Subscription old = d.durable("large", 4);
        for (int i = 0; i < 50; i++) {
            d.store(new Placed("o-" + i % 5, i));
        }
        for (int i = 0; i < 60; i++) {
            f.pools.step();
        }
        old.close();
        d.durable("large", 4);
        f.seconds(5);

        assertThat(seen).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void handlerOfEventGetsTheStoredEvent() {
        f.bus.subscribe(
                Event.class, o -> o.durable("all").types("**").fromFirst(), (e, c) -> seen.add(((Event<?>) e).type()));
        d.store(new Ping(1));

        f.pools.drain();

        assertThat(seen).containsExactly("ping.sent");
    }
}
