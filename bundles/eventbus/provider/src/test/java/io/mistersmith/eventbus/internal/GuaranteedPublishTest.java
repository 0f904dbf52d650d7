package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.internal.Orders.Nameless;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Events that are stored before they are handed out. */
class GuaranteedPublishTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private final List<Object> seen = f.seen;

    @Test
    void guaranteedEventIsStoredThenDelivered() {
        d.durable("large", 1);
        CompletableFuture<Receipt> receipt = d.publish(new Placed("o-1", 5));
        assertThat(receipt).isNotDone();

        f.pools.drain();

        assertThat(receipt.join().stream()).isEqualTo("o-1");
        assertThat(receipt.join().source()).isEqualTo("shop");
        assertThat(seen).containsExactly("o-1/5#1");
        assertThat(d.saved("large").progress().position())
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

        CompletableFuture<Receipt> receipt = d.publish(order);
        f.pools.drain();

        assertThat(seen).containsExactly(receipt.join().id() + "@1");
    }

    @Test
    void failedAppendIsNotDelivered() {
        f.bus.subscribe(Placed.class, o -> {}, (payload, c) -> seen.add(payload));
        f.store.failNextAppend(new StoreUnavailableException("disk", false, null));

        CompletableFuture<Receipt> receipt = d.publish(new Placed("o-1", 5));
        f.pools.drain();

        assertThat(seen).isEmpty();
        assertThatThrownBy(receipt::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void withoutStoreAGuaranteedPublishFails() {
        f.core.store(null, null);

        CompletableFuture<Receipt> receipt = d.publish(new Placed("o-1", 5));
        f.pools.drain();

        assertThatThrownBy(receipt::join)
                .hasCauseInstanceOf(BusUnavailableException.class)
                .hasMessageContaining("no event store");
    }

    @Test
    void plainPublishDoesNotReachADurableSubscription() {
        d.durable("large", 1);
        f.pools.drain();

        assertThat(f.bus.publish(new Placed("o-1", 5))).isZero();
        f.pools.drain();

        assertThat(seen).isEmpty();
    }
}
