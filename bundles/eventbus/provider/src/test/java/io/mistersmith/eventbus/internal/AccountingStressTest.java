package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventRejectedException;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts outside the bus, in publishers and handler, and compares with what the bus says; pools that often refuse. */
@Tag("stress")
class AccountingStressTest {

    private static final int PUBLISHERS = 3;
    private static final int EACH = 40_000;

    private final RealThreadPools pools = RealThreadPools.bounded(2, 1);
    private final ExecutorService callers = Executors.newFixedThreadPool(PUBLISHERS);
    private final Bus core = new Bus(Limits.DEFAULTS, Clock.systemUTC());

    @AfterEach
    void close() {
        core.close();
        pools.close();
        callers.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"1,DROP_NEWEST", "1,DROP_OLDEST", "1,FAIL", "1,BLOCK", "4,DROP_NEWEST", "4,DROP_OLDEST", "4,BLOCK"})
    void everyEventIsCountedOnceAndFiguresAgreeAtRest(int concurrency, Overflow overflow) throws Exception {
        core.threads(pools);
        EventBus bus = core.of(new Owner("stress", "1.0.0"));
        AtomicLong handled = new AtomicLong();
        Subscription subscription = bus.subscribe(
                Placed.class,
                o -> o.concurrency(concurrency).overflow(overflow).queueCapacity(64),
                (order, context) -> handled.incrementAndGet());

        AtomicLong rejected = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        List<Future<?>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            String subject = "o-" + p;
            publishers.add(callers.submit(() -> {
                for (int i = 0; i < EACH; i++) {
                    try {
                        taken.addAndGet(bus.publish(new Placed(subject, i)));
                    } catch (EventRejectedException e) {
                        rejected.incrementAndGet();
                    }
                }
            }));
        }
        while (publishers.stream().anyMatch(one -> !one.isDone())) {
            SubscriptionStatus now = subscription.status();
            assertThat(now.accepted() + now.refused()).isLessThanOrEqualTo((long) PUBLISHERS * EACH);
            assertThat(now.queued()).isNotNegative();
            Thread.onSpinWait();
        }
        for (Future<?> one : publishers) {
            one.get(30, TimeUnit.SECONDS);
        }

        assertThat(subscription.awaitIdle(Duration.ofSeconds(30))).as("idle").isTrue();
        SubscriptionStatus status = subscription.status();
        assertThat(status.handled()).isEqualTo(handled.get());
        assertThat(status.accepted()).isEqualTo(taken.get());
        assertThat(status.accepted() + status.refused()).isEqualTo((long) PUBLISHERS * EACH);
        assertThat(status.handled() + status.dropped()).isEqualTo(status.accepted());
        assertThat(status.queued()).isZero();
        if (overflow == Overflow.FAIL || overflow == Overflow.BLOCK) {
            assertThat(status.refused()).isEqualTo(rejected.get());
        }
    }
}
