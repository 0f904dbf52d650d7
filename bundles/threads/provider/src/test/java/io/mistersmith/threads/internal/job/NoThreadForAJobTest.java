package io.mistersmith.threads.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Engine;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.engine.PoolTask;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs and stages while pool io has no memory for a thread. */
class NoThreadForAJobTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicInteger refusals = new AtomicInteger();
    private final PoolSettings size = new PoolSettings(1, 10, Duration.ofSeconds(1), 0);
    private final CorePool io = new CorePool("io", size, (settings, workers) -> new WithoutThreads());
    private final Pools pools = new Pools(
            new ThreadSettings(size, size, new PoolSettings(1, 10, Duration.ofSeconds(1), 0), Duration.ZERO), io);
    private final Owner owner = new Owner("orders 1.0");

    @AfterEach
    void close() {
        pools.close();
    }

    @Test
    void aDelayedTaskRunsOnceThereAreThreads() {
        refusals.set(3);
        AtomicInteger runs = new AtomicInteger();

        Job<Void> job = pools.after(owner, Duration.ofMillis(1), runs::incrementAndGet);

        assertThat(job.result().toCompletableFuture()).succeedsWithin(SOON);
        assertThat(runs).hasValue(1);
        assertThat(io.rejected()).isEqualTo(3);
        assertThat(io.withdrawn()).isZero();
        assertThat(io.queued()).as("places taken").isZero();
    }

    @Test
    void aStageIsNeverCompletedByTheTimer() throws InterruptedException {
        refusals.set(Integer.MAX_VALUE);
        CountDownLatch held = new CountDownLatch(1);
        Job<Boolean> job =
                pools.submit(pools.blocking(), owner, () -> held.await(10, TimeUnit.SECONDS), Duration.ofMillis(20));
        String[] thread = new String[1];

        assertThat(job.result()
                        .handle((value, failure) -> {
                            thread[0] = Thread.currentThread().getName();
                            return failure;
                        })
                        .toCompletableFuture())
                .succeedsWithin(SOON)
                .isInstanceOf(TimeoutException.class);
        held.countDown();

        assertThat(thread[0]).isEqualTo("smith-callbacks");
    }

    /** Runs tasks on a thread of its own, except the first ones, for which it has none. */
    private final class WithoutThreads implements Engine {

        private final Queue<PoolTask> queue = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(PoolTask task) {
            queue.add(task);
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            queue.remove(task);
            new Thread(task, "io").start();
        }

        @Override
        public boolean remove(PoolTask task) {
            return queue.remove(task);
        }

        @Override
        public void withdraw(Owner owner) {}

        @Override
        public void resize(PoolSettings settings) {}

        @Override
        public void renew() {}

        @Override
        public void shutdown() {}

        @Override
        public boolean awaitEnd(long nanos) {
            return true;
        }

        @Override
        public void shutdownNow() {}
    }
}
