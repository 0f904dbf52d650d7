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
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
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

    private final RealPools pools = new RealPools();
    private final Bus core = new Bus(Limits.DEFAULTS, Clock.systemUTC());

    @AfterEach
    void close() {
        core.close();
        pools.close();
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
            publishers.add(pools.timer.submit(() -> {
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

    private static final class RealPools implements ThreadPools, Pool {

        private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(PUBLISHERS + 1);
        private final ThreadPoolExecutor workers =
                new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1));

        void close() {
            timer.shutdownNow();
            workers.shutdownNow();
        }

        @Override
        public void execute(Runnable task) {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException e) {
                throw new PoolRejectedException("workers", 2, 1);
            }
        }

        @Override
        public String name() {
            return "workers";
        }

        @Override
        public <T> Job<T> submit(Callable<T> work, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Pool compute() {
            return this;
        }

        @Override
        public Pool io() {
            return this;
        }

        @Override
        public Pool blocking() {
            return this;
        }

        @Override
        public Pool named(String name) {
            return this;
        }

        @Override
        public Job<Void> every(Duration period, Task task) {
            return job(timer.scheduleAtFixedRate(
                    () -> run(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
        }

        @Override
        public Job<Void> after(Duration delay, Task task) {
            return job(timer.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS));
        }

        private static void run(Task task) {
            try {
                task.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static Job<Void> job(Future<?> future) {
            return new Job<>() {
                @Override
                public CompletionStage<Void> result() {
                    return new CompletableFuture<>();
                }

                @Override
                public boolean cancel() {
                    return future.cancel(false);
                }
            };
        }
    }
}
