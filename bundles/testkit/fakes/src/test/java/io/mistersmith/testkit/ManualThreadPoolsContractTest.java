package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.function.BooleanSupplier;

class ManualThreadPoolsContractTest extends ThreadPoolsContract {

    private final ManualThreadPools pools = new ManualThreadPools();

    @Override
    protected ThreadPools pools() {
        return pools;
    }

    @Override
    protected void until(BooleanSupplier condition) {
        pools.drain();
        for (int i = 0; i < 10_000 && !condition.getAsBoolean(); i++) {
            pools.advance(Duration.ofMillis(1));
        }
        assertThat(condition.getAsBoolean()).as("after 10 s").isTrue();
    }

    @Override
    protected void fill(Pool pool) {
        pools.full(pool.name(), true);
    }

    /** Nothing runs by itself. */
    @Override
    protected void hold(Pool pool) {}

    @Override
    protected void closePools() {
        pools.close();
    }

    @Override
    protected Job<String> late(Pool pool, Duration time) {
        Job<String> job = pool.submit(() -> "late", time);
        pools.clock().advance(time.plusMillis(1));
        return job;
    }
}
