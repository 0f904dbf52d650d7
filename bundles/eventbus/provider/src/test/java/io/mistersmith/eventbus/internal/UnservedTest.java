package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.durable.DurableBus;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.testkit.InMemoryMetrics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is left of a durable subscription whose handler is gone, and how it is discarded. */
class UnservedTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private final DurableBus bus = f.core.durable();

    @Test
    void subscriptionWithoutAHandlerIsListedWithItsBacklogUntilOneComesBack() {
        close(d.durable("large", 1));
        d.store(new Placed("o-1", 1));
        d.store(new Placed("o-2", 1));

        assertThat(bus.unserved()).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo("large");
            assertThat(one.state()).isEqualTo("no handler");
            assertThat(one.lag()).isEqualTo(2);
            assertThat(one.problem()).isEqualTo("no plugin serves it; 2 positions behind, 0 dead letters");
        });

        Subscription back = d.durable("large", 1);
        f.pools.drain();
        assertThat(bus.unserved()).isEmpty();
        assertThat(f.seen).hasSize(2);
        close(back);
        assertThat(bus.unserved()).extracting(SubscriptionStatus::lag).containsExactly(0L);
    }

    @Test
    void metricsCountItAndShowItsBacklog() {
        close(d.durable("large", 1));
        d.store(new Placed("o-1", 1));
        InMemoryMetrics metrics = new InMemoryMetrics();
        BusMeters meters = new BusMeters(f.core);
        meters.metrics(metrics);
        f.seconds(15);
        assertThat(metrics.value("mistersmith_eventbus_unserved_subscriptions")).isOne();
        assertThat(metrics.value("mistersmith_eventbus_lag_events", "large")).isOne();

        bus.forget("large", false);
        f.seconds(15);
        assertThat(metrics.value("mistersmith_eventbus_unserved_subscriptions")).isZero();
    }

    @Test
    void droppedLettersOfARunningSubscriptionAreGoneAndTheSubjectIsFree() {
        Subscription running = twoLettersBehindEachOther();

        assertThat(bus.drop("large", List.of(1L, 7L))).isEqualTo(1);
        assertThat(bus.letters("large", 10)).extracting(DeadLetter::position).containsExactly(2L);
        d.broken.clear();
        d.store(new Placed("bad", 3));
        f.pools.drain();
        assertThat(bus.letters("large", 10)).extracting(DeadLetter::position).containsExactly(2L, 3L);
        assertThat(bus.drop("large", List.of(2L, 3L))).isEqualTo(2);
        d.store(new Placed("bad", 4));
        f.pools.drain();

        assertThat(f.seen).endsWith("bad/4#1");
        assertThat(f.seen).doesNotContain("bad/2#1", "bad/3#1");
        assertThat(bus.letters("large", 10)).isEmpty();
        close(running);
        d.durable("large", 1);
        f.pools.drain();
        assertThat(f.seen).endsWith("bad/4#1");
    }

    @Test
    void lettersWithoutAHandlerCanBeDroppedAndRedrivingThemSaysSo() {
        close(twoLettersBehindEachOther());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.redrive("large", null))
                .withMessage("no handler serves large: copy its plugin to deploy/ again, or dlq:drop large discards its"
                        + " letters");
        assertThat(dropUnserved(1)).isEqualTo(1);
        assertThat(bus.letters("large", 10)).extracting(DeadLetter::position).containsExactly(2L);
        assertThat(d.saved("large").progress().position()).isEqualTo(2);
        assertThat(dropUnserved(2)).isEqualTo(1);
        assertThat(bus.unserved()).singleElement().satisfies(one -> assertThat(one.problem())
                .endsWith("0 dead letters"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.drop("lage", List.of(1L)))
                .withMessage("no durable subscription \"lage\" is stored; there are large");
    }

    @Test
    void forgottenSubscriptionLeavesNothingAndBeginsAnew() {
        Subscription running = twoLettersBehindEachOther();
        assertThatIllegalStateException()
                .isThrownBy(() -> bus.forget("large", true))
                .withMessage("subscription large has a handler in shop/1.0.0: remove that plugin first");
        assertThatIllegalStateException().isThrownBy(() -> bus.forget("large", false));
        close(running);

        bus.forget("large", true);
        assertThat(bus.letters("large", 10)).hasSize(2);
        bus.forget("large", false);

        assertThat(bus.letters("large", 10)).isEmpty();
        assertThat(bus.unserved()).isEmpty();
        for (boolean dryRun : List.of(true, false)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bus.forget("large", dryRun))
                    .withMessage("no durable subscription \"large\" is stored; there are none");
        }
        f.seen.clear();
        d.broken.clear();
        d.durable("large", 1);
        f.pools.drain();
        assertThat(f.seen).containsExactly("bad/1#1", "bad/2#1");
    }

    @Test
    void projectionIsForgottenWithItsViewUnlessItRuns() {
        Consumer projection = f.store.open("totals", 0);
        CompletionStage<Void> unused =
                projection.save(new Progress(3), List.of(new Change.PutView("totals", 1, "a", "1")));
        f.pools.drain();
        for (boolean dryRun : List.of(true, false)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> bus.forget("totals", dryRun))
                    .withMessageStartingWith("totals is in use");
        }
        projection.close();

        assertThat(bus.unserved()).isEmpty();
        bus.forget("totals", true);
        assertThat(f.store.list()).extracting(ConsumerStatus::name).containsExactly("totals");
        bus.forget("totals", false);
        assertThat(f.store.list()).isEmpty();
        assertThat(f.store.view("totals", 1, "a")).isEmpty();
    }

    /** Subject bad has letters at 1 and 2. */
    private Subscription twoLettersBehindEachOther() {
        d.broken.add("bad");
        Subscription running = d.durable("large", 1);
        d.store(new Placed("bad", 1));
        d.store(new Placed("bad", 2));
        f.seconds(60);
        assertThat(bus.letters("large", 10)).extracting(DeadLetter::position).containsExactly(1L, 2L);
        return running;
    }

    /** Waits for the store, whose threads are the test's. */
    private int dropUnserved(long position) {
        CompletableFuture<Integer> dropped = CompletableFuture.supplyAsync(() -> bus.drop("large", List.of(position)));
        await().until(() -> {
            f.pools.drain();
            return dropped.isDone();
        });
        return dropped.join();
    }

    private void close(Subscription subscription) {
        f.pools.drain(); // it opens
        subscription.close();
        f.seconds(60);
    }
}
