package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.ThreadSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is logged of a job that fails. */
class FailureLogTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Pools pools = new Pools(ThreadSettings.defaults());
    private final CorePool pool = pools.add("one", new PoolSettings(1, 4, Duration.ofSeconds(1), 0));
    private final Owner owner = new Owner("orders 1.0");
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void readTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        System.setErr(before);
        pools.close();
    }

    @Test
    void aJobThatThrowsIsCountedAndLoggedOnceWithItsOwner() {
        Job<String> failing = pools.submit(
                pool,
                owner,
                () -> {
                    throw new IllegalStateException("expected once");
                },
                LONG);

        await().until(() -> failing.result().toCompletableFuture().isDone());

        await().untilAsserted(() -> assertThat(pool.failed()).isEqualTo(1));
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce(
                        "Task of orders 1.0 failed in pool one: " + getClass().getName())
                .containsOnlyOnce("IllegalStateException: expected once");
    }

    @Test
    void aDelayedTaskThatThrowsIsLoggedOnceWithItsOwner() {
        Job<Void> failing = pools.after(owner, Duration.ZERO, () -> {
            throw new IllegalStateException("expected once");
        });

        await().until(() -> failing.result().toCompletableFuture().isDone());

        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce(
                        "Task of orders 1.0 failed in pool io: " + getClass().getName())
                .containsOnlyOnce("IllegalStateException: expected once");
    }

    @Test
    void theInterruptOfAJobThatWasCancelledOrTimedOutIsNoFailureToLog() {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Job<Boolean> cancelled = pools.submit(
                pool,
                owner,
                () -> {
                    began.countDown();
                    return never.await(10, TimeUnit.SECONDS);
                },
                LONG);
        await().until(() -> began.getCount() == 0);
        cancelled.cancel();
        Job<Boolean> late = pools.submit(pool, owner, () -> never.await(10, TimeUnit.SECONDS), Duration.ofMillis(20));

        await().untilAsserted(() -> assertThat(pool.failed()).isEqualTo(2));

        assertThat(late.result().toCompletableFuture()).isCompletedExceptionally();
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("failed in pool");
    }
}
