package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.EventType;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.Subject;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Guaranteed events reach subscriptions in memory in the order of their positions, however the store's answers come. */
class StoredOrderTest {

    private final List<Runnable> answers = new ArrayList<>();
    private final Fixture f = new Fixture();
    private final InMemoryEventStore store =
            new InMemoryEventStore(new JacksonPayloadCodec(), answers::add, Clock.systemUTC());
    private final List<Object> seen = f.seen;

    @Test
    void answersInTheWrongOrderAreHandedOverInTheRightOne() {
        f.core.store(store, store);
        f.bus.subscribe(Placed.class, o -> {}, (order, c) -> seen.add(order.order() + order.amount()));
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            receipts.add(f.bus.publishGuaranteed(new Placed("o-1", i)).toCompletableFuture());
        }
        receipts.add(f.bus.publishGuaranteed(new Placed("other", 5)).toCompletableFuture());

        for (int last : List.of(4, 3, 2, 1)) {
            answers.get(last).run();
        }
        f.pools.drain();
        assertThat(seen)
                .as("nothing of a subject whose first event is not answered")
                .containsExactly("other5");
        assertThat(receipts.get(4)).isDone();
        assertThat(receipts.get(3)).as("its event is not in the queue").isNotDone();
        answers.get(0).run();
        f.pools.drain();

        assertThat(seen).containsExactly("other5", "o-11", "o-12", "o-13", "o-14");
        assertThat(receipts).allMatch(CompletableFuture::isDone);
    }

    @Test
    void failedAppendHoldsNothingBack() {
        f.core.store(store, store);
        f.bus.subscribe(Placed.class, o -> {}, (order, c) -> seen.add(order.amount()));
        store.failNextAppend(new StoreUnavailableException("disk", false, null));
        CompletableFuture<Receipt> failed =
                f.bus.publishGuaranteed(new Placed("o-1", 1)).toCompletableFuture();
        CompletionStage<Receipt> stored = f.bus.publishGuaranteed(new Placed("o-1", 2));

        answers.get(1).run();
        answers.get(0).run();
        f.pools.drain();

        assertThat(seen).containsExactly(2);
        assertThat(stored.toCompletableFuture()).isCompleted();
        assertThatThrownBy(failed::join).hasCauseInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void errorOfAnAppendHoldsNothingBack() {
        f.core.store(store, store);
        f.bus.subscribe(Placed.class, o -> {}, (order, c) -> seen.add(order.amount()));

        CompletableFuture<Receipt> failed =
                f.bus.publishGuaranteed(new Unreadable("o-1", 1)).toCompletableFuture();
        CompletionStage<Receipt> stored = f.bus.publishGuaranteed(new Placed("o-1", 2));
        answers.get(0).run();
        f.pools.drain();

        assertThat(seen).containsExactly(2);
        assertThat(stored.toCompletableFuture()).isCompleted();
        assertThatThrownBy(failed::join).hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @EventType("order.unreadable")
    record Unreadable(@Subject String order, int amount) {

        @Override
        public int amount() {
            throw new NoClassDefFoundError("a class that its bundle lacks");
        }
    }

    @Test
    void batchWithARepeatedEventDoesNotOvertake() {
        f.core.store(store, store);
        f.bus.subscribe(Placed.class, o -> {}, (order, c) -> seen.add(order.amount()));
        NewEvent<?> repeated = NewEvent.of(new Placed("o-1", 1)).withId("again");
        var first = f.bus.publishBatch(List.of(repeated));
        var second = f.bus.publishGuaranteed(new Placed("o-1", 2));
        var third = f.bus.publishGuaranteed(new Placed("o-1", 3));
        var batch = f.bus.publishBatch(List.of(repeated, new Placed("o-1", 4)));

        for (int answer : List.of(0, 3, 1)) {
            answers.get(answer).run();
        }
        f.pools.drain();
        assertThat(seen).containsExactly(1, 2);
        answers.get(2).run();
        f.pools.drain();

        assertThat(seen).containsExactly(1, 2, 3, 4);
        assertThat(List.of(first, second, third, batch))
                .allMatch(stage -> stage.toCompletableFuture().isDone());
    }

    @Test
    void batchesAndSingleEventsOfManyThreadsKeepTheOrderOfPositions() throws Exception {
        RealThreadPools pools = RealThreadPools.unbounded();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        InMemoryEventStore real = new InMemoryEventStore(new JacksonPayloadCodec(), pools.compute(), Clock.systemUTC());
        Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC());
        bus.threads(pools);
        bus.codec(new JacksonPayloadCodec());
        bus.store(real, real);
        Map<String, List<Long>> positions = Collections.synchronizedMap(new HashMap<>());
        Subscription subscription = bus.of(SHOP)
                .subscribe(Placed.class, o -> o.queueCapacity(100_000), (order, c) -> positions
                        .computeIfAbsent(order.order(), key -> new ArrayList<>())
                        .add(c.position().getAsLong()));

        List<Future<?>> running = new ArrayList<>();
        List<CompletionStage<?>> stored = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            running.add(callers.submit(() -> {
                for (int i = 0; i < 1_500; i++) {
                    stored.add(
                            i % 10 == 0
                                    ? bus.of(SHOP)
                                            .publishBatch(
                                                    List.of(new Placed("a", i), new Placed("b", i), new Placed("a", i)))
                                    : bus.of(SHOP).publishGuaranteed(new Placed(i % 2 == 0 ? "a" : "b", i)));
                }
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        for (CompletionStage<?> one : stored) {
            one.toCompletableFuture().get();
        }

        assertThat(subscription.awaitIdle(Duration.ofSeconds(20))).isTrue();
        assertThat(positions.values().stream().mapToInt(List::size).sum()).isEqualTo(4 * (1_350 + 450));
        assertThat(positions.get("a")).isSorted();
        assertThat(positions.get("b")).isSorted();
        bus.close();
        pools.close();
        callers.shutdown();
    }
}
