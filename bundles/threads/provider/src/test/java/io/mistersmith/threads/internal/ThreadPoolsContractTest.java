package io.mistersmith.threads.internal;

import static org.awaitility.Awaitility.await;

import io.mistersmith.testkit.ThreadPoolsContract;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.ThreadPools;
import io.mistersmith.threads.internal.job.ThreadSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

class ThreadPoolsContractTest extends ThreadPoolsContract {

    private final LocalThreads threads = new LocalThreads(shortGrace());
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

    private static ThreadSettings shortGrace() {
        ThreadSettings shipped = ThreadSettings.defaults();
        return new ThreadSettings(shipped.compute(), shipped.io(), shipped.blocking(), Duration.ofMillis(50));
    }

    @Override
    protected void hold(Pool pool) {
        for (int i = 0; i < 40; i++) { // more than the largest has threads
            pool.execute(this::waitForRelease);
        }
    }

    @Override
    protected void closePools() {
        threads.close();
    }

    private void waitForRelease() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
