package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.ManualThreadPools;
import io.mistersmith.testkit.RealThreadPools;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a durable subscription holds back, and that nothing it holds back is what would release it. */
class BackPressureTest {

    private static final int PATIENCE_SECONDS = 30;

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;

    private void store(int from, int to, String subject) {
        List<Object> batch = new ArrayList<>();
        for (int i = from; i < to; i++) {
            batch.add(new Placed(subject.isEmpty() ? "o-" + i : subject, i));
            if (batch.size() == 4_000 || i == to - 1) {
                var unused = f.store.append(List.copyOf(batch));
                batch.clear();
            }
        }
        f.pools.drain();
    }

    /** One call that does not return before 1,998 events of another subject are handled. */
    @Test
    void slowCallHoldsNoOtherSubjectBack() throws Exception {
        try (RealThreadPools pools = RealThreadPools.unbounded();
                Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC())) {
            InMemoryEventStore store =
                    new InMemoryEventStore(new JacksonPayloadCodec(), ForkJoinPool.commonPool(), Clock.systemUTC());
            bus.threads(pools);
            bus.codec(new JacksonPayloadCodec());
            bus.store(store, store);
            List<Object> events = new ArrayList<>(List.of(new Placed("a", 0), new Placed("a", 1)));
            IntStream.range(2, 2_000).forEach(i -> events.add(new Placed("b", i)));
            store.append(events).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            CountDownLatch others = new CountDownLatch(1_998);
            AtomicInteger ofA = new AtomicInteger();

            Subscription subscription = bus.subscribe(
                    SHOP,
                    "shop:h",
                    Placed.class,
                    o -> o.durable("d").fromFirst().concurrency(2),
                    (EventHandler<Placed>) (p, c) -> {
                        if (p.order().equals("b")) {
                            others.countDown();
                        } else if (p.amount() == 1 || others.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                            ofA.incrementAndGet();
                        }
                    });

            assertThat(subscription.awaitIdle(Duration.ofSeconds(PATIENCE_SECONDS)))
                    .isTrue();
            assertThat(ofA).hasValue(2);
            assertThat(subscription.status().handled()).isEqualTo(2_000);
        }
    }

    @Test
    void laterEventsAreHandledWhileOneWaitsForItsRetry() {
        laterEventsAreHandledWhileOneWaits(12_000); // more than are read ahead
    }

    @Test
    @Tag("faults")
    void aHundredThousandLaterEventsAreHandledWhileOneWaitsForItsRetry() {
        laterEventsAreHandledWhileOneWaits(100_000);
    }

    private void laterEventsAreHandledWhileOneWaits(int later) {
        Map<Integer, Integer> calls = new HashMap<>();
        boolean[] down = {true};
        store(0, later + 1, "");
        subscribe(f.core, calls, down, 1);

        f.pools.drain();

        assertThat(calls.size()).isEqualTo(later);
        assertThat(f.status("large").problem()).isEmpty();
        assertThat(f.status("large").note()).startsWith("1 subject waits for another attempt, the next in ");
        assertThat(d.saved("large").progress()).isEqualTo(new Progress(0, List.of(new Progress.Range(2, later + 1))));

        f.core.close();
        f.pools.drain();
        down[0] = false;
        subscribe(bus(f.pools, f.store), calls, down, 1);
        f.seconds(1);
        assertThat(calls.size()).isEqualTo(later + 1);
        assertThat(repeats(calls)).isZero();
        assertThat(d.saved("large").progress()).isEqualTo(new Progress(later + 1));
    }

    /** As a container that died: what it had settled and not saved comes again, and no more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void restartRepeatsAHundredEventsAtMostAfterAKillAndNoneAfterAClose(int concurrency) {
        ManualThreadPools answers = new ManualThreadPools(); // of the store, which outlives the container
        InMemoryEventStore store = new InMemoryEventStore(answers);
        List<Object> events = new ArrayList<>();
        IntStream.range(0, 4_000).forEach(i -> events.add(new Placed("o-" + i, i)));
        var unused = store.append(events);
        Map<Integer, Integer> calls = new HashMap<>();
        boolean[] down = {true};
        Random random = new Random(concurrency);
        ManualThreadPools first = new ManualThreadPools();
        subscribe(bus(first, store), calls, down, concurrency);
        for (int i = 10 + random.nextInt(60); i >= 0; i--) {
            first.step();
            if (random.nextBoolean()) {
                answers.step();
            }
        }
        assertThat(calls).as("handled by the time of the kill").isNotEmpty();
        store.goAway(); // and the first pools never run again
        store.comeBack();
        ManualThreadPools second = new ManualThreadPools();
        Bus after = bus(second, store);
        subscribe(after, calls, down, concurrency);
        drain(second, answers);
        assertThat(calls.size()).isEqualTo(3_999);
        assertThat(repeats(calls)).isLessThanOrEqualTo(100 + concurrency);

        calls.clear();
        after.close();
        drain(second, answers);
        ManualThreadPools third = new ManualThreadPools();
        down[0] = false;
        subscribe(bus(third, store), calls, down, concurrency);
        drain(third, answers);
        assertThat(calls.keySet()).containsExactly(0);
    }

    private static void drain(ManualThreadPools pools, ManualThreadPools answers) {
        for (int i = 0; i < 100; i++) {
            pools.drain();
            answers.drain();
        }
    }

    private static long repeats(Map<Integer, Integer> calls) {
        return calls.values().stream().filter(count -> count > 1).count();
    }

    private static Bus bus(ManualThreadPools pools, InMemoryEventStore store) {
        Bus bus = new Bus(Limits.DEFAULTS, pools.clock(), pools.clock()::nanos, CallMarks.in(null));
        bus.threads(pools);
        bus.codec(new JacksonPayloadCodec());
        bus.store(store, store);
        return bus;
    }

    private static void subscribe(Bus bus, Map<Integer, Integer> calls, boolean[] down, int concurrency) {
        Subscription unused = bus.subscribe(
                SHOP,
                "shop:h",
                Placed.class,
                o -> o.durable("large")
                        .fromFirst()
                        .concurrency(concurrency)
                        .retry(100, Duration.ofSeconds(10), Duration.ofSeconds(30)),
                (EventHandler<Placed>) (p, c) -> {
                    if (down[0] && p.amount() == 0) {
                        throw new IllegalStateException("backend away");
                    }
                    calls.merge(p.amount(), 1, Integer::sum);
                });
    }

    /** Homes of earlier versions can have a letter whose event is not saved as settled. */
    @Test
    void parkedEventIsNeverParkedAgainOverItsAttemptsAndCause() {
        store(0, 3, "s");
        Instant then = Instant.parse("2026-05-04T03:02:01Z");
        DeadLetter letter = new DeadLetter(
                "large", 1, "e-1", "order.placed", "s", false, 5, "Boom: real cause", "at x", then, then, "shop/1.0.0");
        try (Consumer consumer = f.store.open("large", 0)) {
            var unused = consumer.save(Progress.NONE, List.of(new Change.Park(letter)));
        }
        d.durable("large", 1);

        f.pools.drain();

        List<DeadLetter> letters = f.core.durable().letters("large", 10);
        assertThat(letters).hasSize(3);
        assertThat(letters.get(0)).isEqualTo(letter);
        assertThat(f.seen).isEmpty();
        assertThat(d.saved("large").progress()).isEqualTo(new Progress(3));
    }

    @Test
    void readAheadIsBoundedInBytesOfOneSubscriptionAndOfAll() {
        int size = 40_000;
        f.core.limits(
                new Limits(10_000, Duration.ZERO, Duration.ZERO, 10, 10, Duration.ZERO, 10L * size, 15L * size, 3));
        for (int i = 0; i < 50; i++) {
            d.store(new Placed("x".repeat(size), i));
        }
        f.pools.drain();
        List<Subscription> held = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            Subscription subscription =
                    f.bus.subscribe(Placed.class, o -> o.durable(name).fromFirst(), (p, c) -> f.seen.add(p.amount()));
            subscription.pause();
            held.add(subscription);
            f.pools.drain();
        }
        assertThat(held).extracting(one -> one.status().queued()).containsExactly(10L, 5L, 1L);

        held.get(2).resume();
        f.pools.drain();
        assertThat(held.get(2).status().handled())
                .as("handled beside two that hold all")
                .isEqualTo(50);

        held.forEach(Subscription::resume);
        f.pools.drain();
        assertThat(f.seen).hasSize(150);
        assertThat(held).extracting(one -> one.status().queued()).containsOnly(0L);
    }

    @Test
    void raisingTheCapOfLettersLetsAStoppedSubscriptionGoOn() {
        f.core.limits(new Limits(10_000, Duration.ZERO, Duration.ofSeconds(5), 3, 3));
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("large").fromFirst().retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (p, c) -> {
                    if (p.amount() < 3) {
                        throw new IllegalStateException("x");
                    }
                });
        store(0, 10, "");
        f.seconds(5);
        assertThat(f.status("large").state()).isEqualTo("stopped");
        assertThat(f.status("large").handled()).isZero();

        f.core.limits(Limits.DEFAULTS);
        f.pools.drain();

        assertThat(f.status("large").state()).isEqualTo("running");
        assertThat(f.status("large").handled()).isEqualTo(7);
    }

    @Test
    void progressIsSavedWhileEventsOfOtherTypesAreReadPast() {
        InMemoryEventStore store = new InMemoryEventStore(); // answers at once
        List<Object> pings = new ArrayList<>();
        IntStream.range(0, 4_000).forEach(i -> pings.add(new Ping(i)));
        for (int i = 0; i < 10; i++) {
            var unused = store.append(pings);
        }
        AtomicInteger saves = new AtomicInteger();
        f.core.store(store, counting(Consumers.class, store, saves));
        d.durable("large", 1);

        f.pools.drain();

        assertThat(saves).hasValue(10);
        assertThat(store.list().get(0).progress()).isEqualTo(new Progress(40_000));
    }

    private static <T> T counting(Class<T> type, T real, AtomicInteger saves) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save")) {
                        saves.incrementAndGet();
                    }
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof Consumer consumer ? counting(Consumer.class, consumer, saves) : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                }));
    }
}
