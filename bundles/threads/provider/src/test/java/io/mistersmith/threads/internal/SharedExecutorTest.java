package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.threads.PoolRejectedException;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedExecutorTest {

    private final Pools pools = new Pools(ThreadSettings.defaults());
    private final CorePool pool = pools.add("one", new PoolSettings(1, 4, Duration.ofSeconds(1), 0));
    private final Owner owner = new Owner("orders 1.0");
    private final ExecutorService executor = new SharedExecutor(pools, pool, owner);
    private final CountDownLatch hold = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        hold.countDown();
        pools.close();
    }

    @Test
    void submittedWorkGivesItsResultOrItsFailureThroughItsFuture() throws Exception {
        assertThat(executor.submit(() -> Thread.currentThread().getName()).get(10, TimeUnit.SECONDS))
                .startsWith("smith-one-");
        Future<?> failing = executor.submit(() -> {
            throw new IllegalStateException("expected by the test");
        });
        assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("expected by the test");
    }

    @Test
    void whatSubmittedWorkThrowsIsCountedAndLoggedOnceWithItsOwner() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            Future<?> failing = executor.submit((Runnable) () -> {
                throw new IllegalStateException("expected once");
            });
            assertThat(executor.submit(() -> "next").get(10, TimeUnit.SECONDS)).isEqualTo("next");
            assertThat(failing).isDone();
        } finally {
            System.setErr(before);
        }

        await().untilAsserted(() -> assertThat(pool.completed()).isEqualTo(1));
        assertThat(pool.failed()).isEqualTo(1);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce(
                        "Task of orders 1.0 failed in pool one: " + getClass().getName())
                .containsOnlyOnce("IllegalStateException: expected once");
    }

    @Test
    void theInterruptOfACancelledFutureIsNoFailure() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        Future<?> cancelled = executor.submit(() -> {
            began.countDown();
            hold.await();
            return null;
        });
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();

        cancelled.cancel(true);

        await().untilAsserted(() -> assertThat(pool.completed()).isEqualTo(1));
        assertThat(pool.failed()).isZero();
    }

    @Test
    void shutdownEndsThisExecutorAndNotThePool() throws Exception {
        executor.execute(this::waitForRelease);
        executor.execute(runs::incrementAndGet);

        executor.shutdown();

        assertThat(executor.isShutdown()).isTrue();
        assertThat(executor.isTerminated()).isFalse();
        assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThatThrownBy(() -> executor.execute(() -> {}))
                .isInstanceOf(PoolRejectedException.class)
                .hasMessage("Pool closed: pool=one");
        ExecutorService other = new SharedExecutor(pools, pool, new Owner("audit"));
        Future<Integer> others = other.submit(runs::incrementAndGet);
        hold.countDown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(others.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(other.isShutdown()).isFalse();
    }

    @Test
    void shutdownNowTakesBackWhatWaitsAndInterruptsWhatRuns() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        executor.execute(() -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        await().until(() -> pool.active() == 1);
        Runnable waiting = runs::incrementAndGet;
        executor.execute(waiting);

        assertThat(executor.shutdownNow()).containsExactly(waiting);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(0);
    }

    @Test
    void aFutureThatWaitsWhenItsBundleStopsIsCancelled() {
        executor.execute(this::waitForRelease);
        Future<?> waiting = executor.submit(runs::incrementAndGet);

        pools.stop(owner);

        await().untilAsserted(() -> assertThat(waiting.isCancelled()).isTrue());
        assertThat(executor.isShutdown()).isTrue();
    }

    @Test
    void aRefusedTaskIsForgotten() {
        for (int i = 0; i < 5; i++) {
            executor.execute(this::waitForRelease);
        }

        assertThatThrownBy(() -> executor.execute(() -> {}))
                .hasMessage("Pool full: pool=one, size=1 threads, queue=4 tasks");

        executor.shutdown();
        hold.countDown();
        await().untilAsserted(() -> assertThat(executor.isTerminated()).isTrue());
    }

    private void waitForRelease() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
