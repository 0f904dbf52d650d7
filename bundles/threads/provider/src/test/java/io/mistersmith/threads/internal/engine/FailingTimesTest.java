package io.mistersmith.threads.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pool whose metrics fail, as those of a provider do that is being replaced. */
class FailingTimesTest {

    @Test
    void everyTaskEndsAndGivesItsPlaceBack() {
        CorePool pool = CorePool.queued("one", new PoolSettings(1, 2, Duration.ofSeconds(1), 0));
        AtomicInteger told = new AtomicInteger();
        pool.times((waitedNanos, ranNanos) -> {
            told.incrementAndGet();
            throw new NoSuchMethodError("record");
        });
        AtomicInteger done = new AtomicInteger();

        for (int i = 0; i < 10; i++) {
            pool.submitFresh(new PoolTask(pool, new Owner("orders 1.0"), () -> {}) {
                @Override
                protected void done(@Nullable Throwable failure) {
                    done.incrementAndGet();
                }
            });
            int tasks = i + 1;
            await().until(() -> done.get() == tasks);
        }

        assertThat(told).as("calls of metrics that fail").hasValue(1);
        assertThat(pool.queued()).isZero();
        pool.shutdownNow();
    }
}
