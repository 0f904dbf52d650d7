package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.Receipt;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Flagged;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.ManualThreadPools;
import io.mistersmith.threads.ThreadPools;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits in the bus when the provider of thread pools is replaced goes on with the next one. */
class ReplacedThreadsTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private final ManualThreadPools next = new ManualThreadPools();

    /** The pools may close before the bus hears of it, or after. */
    private void replace(boolean closedFirst) {
        if (closedFirst) {
            f.pools.close();
        }
        f.core.threads(null);
        f.pools.close();
        f.core.threads(next);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEmissionThatWaitsForItsRetryIsStored(boolean closedFirst) {
        InMemoryEventStore store =
                new InMemoryEventStore(new JacksonPayloadCodec(), Runnable::run, f.pools.clock()); // needs no pools
        f.core.store(store, store);
        f.bus.subscribe(Placed.class, o -> o.durable("emits").fromFirst(), (p, c) -> {
            f.seen.add(p.order());
            store.failNextAppend(new StoreUnavailableException("disk", false, null));
            c.emit(new Flagged(p.order()));
        });
        d.store(new Placed("o-1", 1));
        f.pools.drain();
        assertThat(store.read(Read.all().ofType("order.flagged")).toList()).isEmpty();

        replace(closedFirst);
        next.advance(Duration.ofSeconds(5));

        assertThat(store.read(Read.all().ofType("order.flagged")).toList()).hasSize(1);
        assertThat(f.seen).as("calls").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aQueueThatLingersKeepsItsEventsForItsSuccessor(boolean closedFirst) {
        Subscription before = pings();
        f.pools.drain();
        f.core.unsubscribe(before);
        f.bus.publish(new Ping(1));

        replace(closedFirst);
        next.advance(Duration.ofSeconds(1));
        Subscription unused = pings();
        next.advance(Duration.ofSeconds(10));

        assertThat(f.seen).containsExactly(1);
        assertThat(f.status("shop:Pings").state()).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aQueueThatLingersEndsAtItsTime(boolean closedFirst) {
        f.core.unsubscribe(pings());

        replace(closedFirst);
        next.advance(Duration.ofSeconds(5));

        assertThat(f.core.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventsWhoseTaskWasCancelledAreHandled(boolean closedFirst) {
        Subscription unused = pings();
        f.bus.publish(new Ping(1));

        replace(closedFirst);
        next.advance(Duration.ofSeconds(1));

        assertThat(f.seen).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReceiptThatWaitsForAThreadIsGiven(boolean closedFirst) {
        CompletableFuture<Receipt> receipt = d.publish(new Placed("o-1", 1));
        f.pools.step(); // the store's answer, which is handed to pool io
        assertThat(receipt).isNotDone();

        replace(closedFirst);

        assertThat(receipt).isCompletedWithValueMatching(given -> given.position() == 1);
    }

    private Subscription pings() {
        return f.core.subscribe(
                SHOP, "shop:Pings", Ping.class, o -> {}, (EventHandler<Ping>) (ping, c) -> f.seen.add(ping.n()));
    }

    @Test
    void anErrorOfTheThreadPoolsReachesNoPublisherAndHoldsUpNoEvent() {
        f.bus.subscribe(Ping.class, o -> {}, (ping, c) -> f.seen.add(ping.n()));
        f.core.threads((ThreadPools) Proxy.newProxyInstance(
                ThreadPools.class.getClassLoader(), new Class<?>[] {ThreadPools.class}, (self, method, args) -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }));

        assertThat(f.bus.publish(new Ping(1))).isEqualTo(1);
        assertThat(f.seen).isEmpty();
        f.core.threads(next);
        next.advance(Duration.ofSeconds(1));

        assertThat(f.seen).containsExactly(1);
    }
}
