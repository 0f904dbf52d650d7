package io.mistersmith.threads.internal;

import static org.awaitility.Awaitility.await;

import io.mistersmith.testkit.ThreadPoolsContract;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

class ThreadPoolsContractTest extends ThreadPoolsContract {

    private final LocalThreads threads = new LocalThreads();
    private final ThreadPools pools = threads.of("contract");
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() {
        hold.countDown();
        threads.close();
    }

    @Override
    protected ThreadPools pools() {
        return pools;
    }

    @Override
    protected void until(BooleanSupplier condition) {
        await().until(condition::getAsBoolean);
    }

    @Override
    protected void fill(Pool pool) {
        while (true) {
            try {
                pool.execute(this::waitForRelease);
            } catch (PoolRejectedException e) {
                return;
            }
        }
    }

    @Override
    protected Job<String> late(Pool pool, Duration time) {
        return pool.submit(
                () -> {
                    hold.await();
                    return "late";
                },
                time);
    }

    private void waitForRelease() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
