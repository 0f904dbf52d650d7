package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.ThreadPools;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.ThreadSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Pools pools = new Pools(settings(2, 4, 100));
    private final Owner owner = new Owner("orders 1.0");
    private final ThreadPools threads = new PoolsView(pools, owner);
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() {
        hold.countDown();
        pools.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io", "blocking"})
    void tasksRunOnThreadsNamedAfterTheirPool(String pool) throws Exception {
        String thread =
                get(threads.named(pool).submit(() -> Thread.currentThread().getName(), LONG));

        assertThat(thread).matches("smith-" + pool + "-[1-9]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io", "blocking"})
    void aFullPoolRefusesWithItsNameSizeAndQueueAndCountsIt(String name) {
        Pool pool = threads.named(name);
        IntStream.range(0, 2 + 4).forEach(i -> pool.execute(this::waitForRelease));

        assertThatThrownBy(() -> pool.execute(() -> {}))
                .isInstanceOf(PoolRejectedException.class)
                .hasMessage("Pool full: pool=" + name + ", size=2 threads, queue=4 tasks");
        assertThat(pools.named(name).rejected()).isEqualTo(1);
        await().untilAsserted(() ->
                assertThat(pools.named(name).active()).as("active").isEqualTo(2));
        assertThat(pools.named(name).queued()).as("queued").isEqualTo(4);

        hold.countDown();
        await().untilAsserted(() -> assertThat(pools.named(name).completed()).isEqualTo(6));
        assertThat(pools.named(name).queued()).as("queued").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "one"})
    @SuppressWarnings("ThreadPriorityCheck") // it is what must not last
    void whatATaskChangesOfItsThreadIsRestoredForTheNextTask(String name) throws Exception {
        pools.add("one", size(1, 4));
        pools.settings(settings(1, 4, 100));
        Pool pool = threads.named(name);
        Thread.UncaughtExceptionHandler foreign = (thread, failure) -> {};
        pool.execute(() -> {
            Thread thread = Thread.currentThread();
            thread.setContextClassLoader(new ClassLoader() {});
            thread.setName("mine");
            thread.setPriority(Thread.MAX_PRIORITY);
            thread.setUncaughtExceptionHandler(foreign);
            thread.interrupt();
            throw new IllegalStateException("expected by the test");
        });

        Thread next = get(pool.submit(
                () -> {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(Pools.class.getClassLoader());
                    return Thread.currentThread();
                },
                LONG));

        assertThat(next.getName()).isEqualTo("smith-" + name + "-1");
        assertThat(next.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
        assertThat(next.getUncaughtExceptionHandler()).isNotSameAs(foreign);
        assertThat(pools.named(name).failed()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // it is what must not be inherited
    void aNewThreadDoesNotInheritThePriorityOfTheThreadThatNeededIt() throws Exception {
        int before = Thread.currentThread().getPriority();
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        try {
            for (String name : List.of("compute", "io")) {
                assertThat(get(threads.named(name)
                                .submit(() -> Thread.currentThread().getPriority(), LONG)))
                        .as(name)
                        .isEqualTo(Thread.NORM_PRIORITY);
            }
        } finally {
            Thread.currentThread().setPriority(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io"})
    void workThatTakesTooLongIsInterruptedAndFailsWithATimeout(String name) {
        CountDownLatch interrupted = new CountDownLatch(1);

        Job<String> job = threads.named(name)
                .submit(
                        () -> {
                            try {
                                hold.await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                            return "never";
                        },
                        Duration.ofMillis(50));

        assertThatThrownBy(() -> get(job))
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("No result in 50 ms: pool=" + name + ", owner=orders 1.0");
        await().until(() -> interrupted.getCount() == 0);
    }

    @Test
    void queuedWorkWhoseTimeIsOverDoesNotRunAndGivesItsPlaceBack() {
        IntStream.range(0, 2).forEach(i -> threads.io().execute(this::waitForRelease));
        AtomicInteger runs = new AtomicInteger();

        Job<Integer> job = threads.io().submit(runs::incrementAndGet, Duration.ofMillis(30));

        await().untilAsserted(() -> assertThat(pools.io().withdrawn()).isEqualTo(1));
        hold.countDown();
        assertThatThrownBy(() -> get(job)).hasCauseInstanceOf(TimeoutException.class);
        await().untilAsserted(() -> assertThat(pools.io().queued()).isZero());
        assertThat(runs).hasValue(0);
    }

    @Test
    void cancelEndsQueuedWorkWithoutRunningItAndRunningWorkByInterrupt() {
        CompletableFuture<String> ended = new CompletableFuture<>();
        CountDownLatch began = new CountDownLatch(1);
        Pool one = threads.named(pools.add("one", size(1, 4)).name());
        Job<Void> running = one.submit(
                () -> {
                    began.countDown();
                    try {
                        hold.await();
                    } catch (InterruptedException e) {
                        ended.complete("interrupted");
                    }
                    return null;
                },
                LONG);
        AtomicInteger runs = new AtomicInteger();
        Job<Integer> queued = one.submit(runs::incrementAndGet, LONG);
        await().until(() -> began.getCount() == 0);

        assertThat(queued.cancel()).isTrue();
        assertThat(queued.cancel()).isFalse();
        assertThat(running.cancel()).isTrue();

        assertThat(ended).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("interrupted");
        assertThat(queued.result().toCompletableFuture()).isCancelled();
        assertThat(running.result().toCompletableFuture()).isCancelled();
        await().untilAsserted(() -> assertThat(pools.named("one").active()).isZero());
        assertThat(runs).hasValue(0);
    }

    @Test
    void aStoppedOwnersQueuedTasksDoNotRunItsRunningOnesAreInterruptedAndOthersGoOn() {
        CountDownLatch began = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            threads.blocking().execute(() -> {
                try {
                    began.countDown();
                    hold.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
        }
        await().untilAsserted(() -> assertThat(pools.named("blocking").active()).isEqualTo(2));
        threads.blocking().execute(runs::incrementAndGet);
        Job<Integer> queued = threads.blocking().submit(runs::incrementAndGet, LONG);
        CompletableFuture<String> other = new CompletableFuture<>();
        new PoolsView(pools, new Owner("audit")).blocking().execute(() -> other.complete("ran"));
        await().until(() -> began.getCount() == 0); // what has not begun is withdrawn, not interrupted

        pools.stop(owner);

        await().until(() -> interrupted.getCount() == 0);
        assertThat(other).succeedsWithin(Duration.ofSeconds(5));
        assertThatThrownBy(() -> get(queued)).isInstanceOf(CancellationException.class);
        assertThat(runs).hasValue(0);
        assertThatThrownBy(() -> threads.io().execute(() -> {}))
                .isInstanceOf(PoolRejectedException.class)
                .hasMessage("Pool closed: pool=io");
    }

    @Test
    void aStoppedOwnersTasksInTheStealingQueueDoNotRunEither() {
        AtomicInteger runs = new AtomicInteger();
        Owner other = new Owner("audit");
        IntStream.range(0, 2).forEach(i -> new PoolsView(pools, other).compute().execute(this::waitForRelease));
        threads.compute().execute(runs::incrementAndGet);

        pools.stop(owner);
        hold.countDown();

        await().untilAsserted(() -> assertThat(pools.compute().withdrawn()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(pools.compute().queued()).isZero());
        assertThat(runs).hasValue(0);
    }

    @Test
    void aResizeKeepsQueuedTasksAndTheirOrder() {
        CorePool one = pools.add("one", size(1, 1_000));
        Pool pool = threads.named("one");
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        pool.execute(this::waitForRelease);
        IntStream.range(0, 500).forEach(i -> pool.execute(() -> seen.add(i)));

        one.resize(size(4, 1_000));
        one.resize(size(1, 10));
        await().untilAsserted(() -> assertThat(one.workers().alive()).hasSizeLessThanOrEqualTo(4));
        hold.countDown();

        await().untilAsserted(() -> assertThat(seen).hasSize(500));
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 500).boxed().toList());
        await().untilAsserted(() -> assertThat(one.queued()).isZero());
    }

    @Test
    void aSmallerQueueRefusesUntilItHasEmptiedButLosesNothing() {
        CorePool one = pools.add("one", size(1, 8));
        Pool pool = threads.named("one");
        AtomicInteger runs = new AtomicInteger();
        pool.execute(this::waitForRelease);
        IntStream.range(0, 8).forEach(i -> pool.execute(runs::incrementAndGet));

        one.resize(size(1, 2));

        assertThatThrownBy(() -> pool.execute(() -> {}))
                .hasMessage("Pool full: pool=one, size=1 threads, queue=2 tasks");
        hold.countDown();
        await().untilAsserted(() -> assertThat(runs).hasValue(8));
    }

    @Test
    void resizingComputeUnderLoadLosesNothingAndItsOldThreadsEnd() {
        pools.settings(settings(2, 100_000, 100));
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 40_000; i++) {
            if (i % 10_000 == 5_000) {
                pools.settings(settings(2 + i / 10_000, 100_000, 100));
            }
            threads.compute().execute(runs::incrementAndGet);
        }

        await().untilAsserted(() -> assertThat(runs).hasValue(40_000));
        await().untilAsserted(
                        () -> assertThat(pools.compute().workers().alive()).isEmpty());
    }

    @Test
    void aSeriesRunsAgainAndAgainAlsoAfterAFailureAndNeverTwiceAtATime() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();

        Job<Void> series = threads.every(Duration.ofMillis(2), () -> {
            if (inside.getAndIncrement() > 0) {
                overlaps.incrementAndGet();
            }
            try {
                new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
                if (runs.incrementAndGet() == 2) {
                    throw new IllegalStateException("expected by the test");
                }
            } finally {
                inside.decrementAndGet();
            }
        });

        await().untilAsserted(() -> assertThat(runs).hasValueGreaterThan(5));
        assertThat(overlaps).hasValue(0);
        assertThat(pools.io().failed()).isEqualTo(1);

        assertThat(series.cancel()).isTrue();
        assertThat(series.cancel()).isFalse();
        assertThat(pools.timer().timers()).isZero();
        await().untilAsserted(() -> assertThat(inside).hasValue(0));
        int ended = runs.get();
        await().during(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(runs).hasValue(ended));
    }

    @Test
    void aDelayedTaskRunsOnceOnPoolIo() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        long began = System.nanoTime();

        Job<Void> job = threads.after(
                Duration.ofMillis(30),
                () -> thread.complete(Thread.currentThread().getName()));

        assertThat(thread).succeedsWithin(Duration.ofSeconds(5)).asString().startsWith("smith-io-");
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(30_000_000);
        assertThat(get(job)).isNull();
        assertThat(pools.timer().timers()).isZero();
        assertThat(job.cancel()).isFalse();
    }

    @Test
    void aDelayedTaskThatFindsPoolIoFullRunsWhenThereIsRoom() {
        IntStream.range(0, 2 + 4).forEach(i -> threads.io().execute(this::waitForRelease));
        AtomicInteger runs = new AtomicInteger();

        Job<Void> unused = threads.after(Duration.ofMillis(1), runs::incrementAndGet);
        await().untilAsserted(() -> assertThat(pools.io().rejected()).isPositive());
        hold.countDown();

        await().untilAsserted(() -> assertThat(runs).hasValue(1));
    }

    @Test
    void aStoppedOwnersTimersEnd() {
        AtomicInteger runs = new AtomicInteger();
        Job<Void> series = threads.every(Duration.ofMillis(1), runs::incrementAndGet);
        Job<Void> delayed = threads.after(Duration.ofMillis(50), runs::incrementAndGet);

        pools.stop(owner);

        assertThat(series.result().toCompletableFuture()).isCancelled();
        assertThat(delayed.result().toCompletableFuture()).isCancelled();
        assertThat(pools.timer().timers()).isZero();
        assertThatThrownBy(() -> threads.every(LONG, () -> {})).isInstanceOf(PoolRejectedException.class);
    }

    @Test
    void closeLetsQueuedTasksRunAndRefusesNewOnes() {
        AtomicInteger runs = new AtomicInteger();
        IntStream.range(0, 5).forEach(i -> threads.io().execute(runs::incrementAndGet));

        pools.close();

        assertThat(runs).hasValue(5);
        assertThatThrownBy(() -> threads.io().execute(() -> {})).hasMessage("Pool closed: pool=io");
        assertThatThrownBy(() -> threads.after(LONG, () -> {})).hasMessage("Pool closed: pool=scheduler");
    }

    @Test
    void closeInterruptsWhatDoesNotEndWithinTheGraceTime() {
        CountDownLatch interrupted = new CountDownLatch(1);
        threads.io().execute(() -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        await().until(() -> pools.io().active() == 1);

        pools.close();

        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    void anUnknownPoolIsRefusedWithTheAvailableNames() {
        assertThatThrownBy(() -> threads.named("Batch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("No pool \"Batch\"; available: blocking, compute, io.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Batch", "1st", "a b"})
    void aMalformedPoolNameIsRefused(String name) {
        assertThatThrownBy(() -> pools.add(name, size(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pool name \"" + name + "\" is not [a-z][a-z0-9_-]*");
    }

    @Test
    void aPoolThatWentAndCameBackIsFoundByThoseWhoHoldIt() throws Exception {
        CorePool first = pools.add("batch", size(1, 4));
        Pool held = threads.named("batch");

        pools.remove(first);
        assertThatThrownBy(() -> held.execute(() -> {})).hasMessage("Pool closed: pool=batch");

        pools.add("batch", size(1, 4));
        assertThat(get(held.submit(() -> "ran", LONG))).isEqualTo("ran");
    }

    @Test
    void badTimesAreRefused() {
        assertThatThrownBy(() -> threads.io().submit(() -> "", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout=PT0S is not above 0");
        assertThatThrownBy(() -> threads.every(Duration.ofNanos(1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period=PT0.000000001S is not 1 ms or more");
        assertThatThrownBy(() -> threads.after(Duration.ofMillis(-1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delay=PT-0.001S is negative");
    }

    private void waitForRelease() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T get(Job<T> job) throws ExecutionException, InterruptedException, TimeoutException {
        return job.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static PoolSettings size(int size, int queue) {
        return new PoolSettings(size, queue, Duration.ofMillis(200), 0);
    }

    private static ThreadSettings settings(int size, int queue, long graceMs) {
        return new ThreadSettings(size(size, queue), size(size, queue), size(size, queue), Duration.ofMillis(graceMs));
    }

    /** A throwable of a plugin whose methods throw as well. */
    private static final class Hostile extends Error {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw this;
        }

        @Override
        public String getMessage() {
            throw this;
        }

        @Override
        public synchronized Throwable getCause() {
            throw this;
        }
    }

    @Test
    void aSeriesGoesOnWhateverItsTaskThrows() {
        AtomicInteger runs = new AtomicInteger();

        Job<Void> series = threads.every(Duration.ofMillis(5), () -> {
            runs.incrementAndGet();
            throw new Hostile();
        });

        await().until(() -> runs.get() > 3);
        assertThat(series.cancel()).isTrue();
    }

    @Test
    void aJobCompletesWithWhateverItsWorkThrows() {
        Hostile thrown = new Hostile();

        Job<String> job = threads.io()
                .submit(
                        () -> {
                            throw thrown;
                        },
                        LONG);

        await().until(() -> job.result().toCompletableFuture().isDone());
        assertThat(job.result()
                        .toCompletableFuture()
                        .handle((value, failure) -> failure)
                        .join()
                        .getClass())
                .isSameAs(Hostile.class);
    }
}
