package io.mistersmith.threads.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.threads.PoolRejectedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A pool whose engine queues a task and then has no memory for a thread. */
class NoThreadTest {

    private final Queue<PoolTask> queue = new ArrayDeque<>();
    private final CorePool pool = new CorePool(
            "one", new PoolSettings(1, 2, Duration.ofSeconds(1), 0), (settings, workers) -> new WithoutThreads());
    private final Owner owner = new Owner("orders 1.0");
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void theTaskIsRejectedAndItsPlaceIsFreeAgain() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> pool.submitFresh(new PoolTask(pool, owner, runs::incrementAndGet)))
                    .isInstanceOf(PoolRejectedException.class)
                    .hasCauseInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(() -> pool.submitAlways(new PoolTask(pool, owner, runs::incrementAndGet)))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasCauseInstanceOf(OutOfMemoryError.class);
        }

        assertThat(pool.queued()).as("places taken").isZero();
        assertThat(queue).isEmpty();
        assertThat(runs).hasValue(0);
    }

    private final class WithoutThreads implements Engine {

        @Override
        public void execute(PoolTask task) {
            queue.add(task);
            throw new OutOfMemoryError("unable to create native thread");
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
