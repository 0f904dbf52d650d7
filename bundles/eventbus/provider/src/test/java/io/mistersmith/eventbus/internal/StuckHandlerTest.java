package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.InMemoryMetrics;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers and exceptions that do not return. */
class StuckHandlerTest {

    private static final int PATIENCE_SECONDS = 30;

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;

    @Test
    void callThatDoesNotReturnIsAProblemForAsLongAsItLasts() {
        List<SubscriptionStatus> during = new ArrayList<>();
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> {
            f.pools.advance(Duration.ofSeconds(50));
            during.add(f.status("large"));
            f.pools.advance(Duration.ofSeconds(50));
            during.add(f.status("large"));
        });
        d.store(new Placed("o-1", 1));
        f.pools.drain();

        assertThat(during.get(0).problem()).isEmpty();
        assertThat(during.get(0).stuckMillis()).isZero();
        assertThat(during.get(1).problem())
                .startsWith("a call has not returned for ")
                .endsWith(" s: thread=" + Thread.currentThread().getName());
        assertThat(during.get(1).stuckMillis()).isBetween(95_000L, 100_000L);
        assertThat(f.status("large").problem()).isEmpty();
        assertThat(f.status("large").stuckMillis()).isZero();
    }

    @Test
    void callThatDoesNotReturnIsAProblemAlsoWhileNoTimerRuns() {
        List<SubscriptionStatus> during = new ArrayList<>();
        f.bus.subscribe(Placed.class, o -> o.durable("large").fromFirst(), (p, c) -> {
            for (int i = 0; i < 3; i++) {
                f.pools.clock().advance(Duration.ofSeconds(50)); // of the pools only the time goes on
                during.add(f.status("large"));
            }
        });
        d.store(new Placed("o-1", 1));
        f.pools.drain();

        assertThat(during.get(0).problem()).isEmpty();
        assertThat(during.get(2).problem()).startsWith("a call has not returned for 100 s: thread=");
    }

    @Test
    void callInMemoryThatDoesNotReturnIsAProblemForAsLongAsItLasts() {
        List<SubscriptionStatus> during = new ArrayList<>();
        InMemoryMetrics metrics = new InMemoryMetrics();
        BusMeters meters = new BusMeters(f.core);
        meters.metrics(metrics);
        f.bus.subscribe(Placed.class, o -> {}, (p, c) -> {
            f.pools.advance(Duration.ofSeconds(50));
            during.add(f.status("shop-1"));
            f.pools.advance(Duration.ofSeconds(50));
            during.add(f.status("shop-1"));
            meters.sample();
            assertThat(metrics.value("mistersmith_eventbus_stuck_seconds", "shop-1"))
                    .isBetween(95.0, 100.0);
        });
        int unused = f.bus.publish(new Placed("o-1", 1));
        f.pools.drain();

        assertThat(during.get(0).problem()).isEmpty();
        assertThat(during.get(0).stuckMillis()).isZero();
        assertThat(during.get(1).problem())
                .startsWith("a call has not returned for ")
                .endsWith(" s: thread=" + Thread.currentThread().getName());
        assertThat(during.get(1).stuckMillis()).isBetween(95_000L, 100_000L);
        assertThat(f.status("shop-1").handled()).isOne();
        assertThat(f.status("shop-1").problem()).isEmpty();
        meters.sample();
        assertThat(metrics.value("mistersmith_eventbus_stuck_seconds", "shop-1"))
                .isZero();
    }

    @Test
    void nothingSettledForLongIsAProblemUnlessARetryIsPlanned() {
        f.bus.subscribe(
                Placed.class,
                o -> o.durable("waits").fromFirst().retry(5, Duration.ofMinutes(10), Duration.ofMinutes(10)),
                (p, c) -> {
                    throw new IllegalStateException("backend away");
                });
        f.bus.subscribe(Placed.class, o -> o.durable("rests").fromFirst(), (p, c) -> {
            for (int i = 0; i < 100; i++) {
                f.store.failNextAppend(new StoreUnavailableException("disk", false, null));
            }
            c.emit(new Orders.Flagged(p.order()));
        });
        d.store(new Placed("o-1", 1));

        f.seconds(100);

        assertThat(f.status("waits").problem()).isEmpty();
        assertThat(f.status("waits").note()).startsWith("1 subject waits for another attempt, the next in ");
        assertThat(f.status("rests").problem()).startsWith("nothing was settled for ");
    }

    @Test
    void restIsMeasuredFromTheLastProgressThoughNobodyAskedSince() {
        f.bus.subscribe(Placed.class, o -> o.durable("rests").fromFirst(), (p, c) -> {
            if (p.amount() == 2) {
                for (int i = 0; i < 100; i++) {
                    f.store.failNextAppend(new StoreUnavailableException("disk", false, null));
                }
                c.emit(new Orders.Flagged(p.order()));
            }
        });
        d.store(new Placed("o-1", 1));
        d.store(new Placed("o-1", 2));

        f.seconds(100);

        assertThat(f.status("rests").handled()).isOne();
        assertThat(f.status("rests").problem()).startsWith("nothing was settled for ");
    }

    static List<Supplier<Throwable>> whatCannotBeRead() {
        return List.of(
                () -> new Hostile(() -> {
                    throw new StackOverflowError();
                }),
                () -> new Hostile(() -> {
                    throw new NoClassDefFoundError("gone");
                }),
                () -> new Hostile(() -> {
                    try {
                        new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "late";
                }));
    }

    @ParameterizedTest
    @MethodSource("whatCannotBeRead")
    void exceptionThatCannotBeReadIsParkedAndItsSubjectGoesOn(Supplier<Throwable> failure) throws Exception {
        try (RealThreadPools pools = RealThreadPools.unbounded();
                Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC())) {
            InMemoryEventStore store =
                    new InMemoryEventStore(new JacksonPayloadCodec(), ForkJoinPool.commonPool(), Clock.systemUTC());
            bus.threads(pools);
            bus.codec(new JacksonPayloadCodec());
            bus.store(store, store);
            Subscription subscription = bus.subscribe(
                    SHOP,
                    "shop:h",
                    Placed.class,
                    o -> o.durable("d").fromFirst().retry(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                    (EventHandler<Placed>) (p, c) -> {
                        if (p.amount() == 1) {
                            StuckHandlerTest.<RuntimeException>sneakily(failure.get());
                        }
                    });
            store.append(List.of(new Placed("s", 1), new Placed("s", 2), new Placed("t", 3)))
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            assertThat(subscription.awaitIdle(Duration.ofSeconds(PATIENCE_SECONDS)))
                    .isTrue();
            List<DeadLetter> letters = bus.durable().letters("d", 10);
            assertThat(letters).extracting(DeadLetter::position).containsExactly(1L, 2L);
            assertThat(letters.get(0).cause()).contains(Hostile.class.getName());
            assertThat(subscription.status().handled()).isOne();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneakily(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Runs code wherever it is read. */
    private static final class Hostile extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Supplier<String> code;

        Hostile(Supplier<String> code) {
            this.code = code;
        }

        @Override
        public String getMessage() {
            return code.get();
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString")
        public String toString() {
            return code.get();
        }

        @Override
        public synchronized Throwable getCause() {
            return new IllegalStateException(code.get());
        }

        @Override
        public void printStackTrace(java.io.PrintWriter to) {
            to.println(code.get());
        }
    }
}
