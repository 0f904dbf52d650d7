package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.threads.CancellableTask;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a pool accepted completes, whatever ends the pool or the bundle. */
class CompletionTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Pools pools = new Pools(settings(2, 100));
    private final CorePool batch = pools.add("batch", size(2));
    private final Owner owner = new Owner("orders 1.0");
    private final ThreadPools threads = new PoolsView(pools, owner);
    private final ThreadPools others = new PoolsView(pools, new Owner("audit"));
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() {
        hold.countDown();
        pools.close();
    }

    enum End {
        CLOSE {
            @Override
            void of(CompletionTest test) {
                test.pools.close();
            }
        },
        CLOSE_ON_A_WORKER {
            @Override
            void of(CompletionTest test) {
                CompletableFuture.runAsync(test.pools::close, test.others.named("batch"))
                        .orTimeout(5, TimeUnit.SECONDS)
                        .join();
            }
        },
        STOP {
            @Override
            void of(CompletionTest test) {
                test.pools.stop(test.owner);
            }
        },
        REMOVE {
            @Override
            void of(CompletionTest test) {
                test.pools.remove(test.batch);
            }
        },
        REMOVE_THEN_CLOSE {
            @Override
            void of(CompletionTest test) {
                test.pools.remove(test.batch);
                test.pools.close();
            }
        };

        abstract void of(CompletionTest test);
    }

    @Tag("faults")
    @ParameterizedTest
    @CsvSource({
        "io, STOP",
        "io, CLOSE_ON_A_WORKER",
        "batch, REMOVE",
        "blocking, CLOSE",
        "blocking, STOP",
        "compute, CLOSE",
        "compute, CLOSE_ON_A_WORKER",
        "batch, REMOVE_THEN_CLOSE",
        "batch, STOP"
    })
    void whatWaitsIsToldOfEachOtherEnd(String name, End end) {
        whatWaitsBehindTasksThatIgnoreTheirInterruptIsToldOfTheEnd(name, end);
    }

    @ParameterizedTest
    @CsvSource({"io, CLOSE", "compute, STOP"})
    void whatWaitsBehindTasksThatIgnoreTheirInterruptIsToldOfTheEnd(String name, End end) {
        Pool pool = threads.named(name);
        occupy(pool);
        Map<String, CompletableFuture<?>> waiting = new LinkedHashMap<>();
        CompletableFuture<String> told = new CompletableFuture<>();
        pool.execute(new CancellableTask() {
            @Override
            public void run() {
                told.complete("ran");
            }

            @Override
            public void cancelled() {
                told.complete("cancelled");
            }
        });
        waiting.put("CancellableTask", told);
        FutureTask<String> future = new FutureTask<>(() -> "ran");
        pool.execute(future);
        waiting.put("Future", done(future));
        waiting.put("Job", pool.submit(() -> "ran", LONG).result().toCompletableFuture());
        waiting.put("supplyAsync", CompletableFuture.supplyAsync(() -> "ran", pool));
        ExecutorService executor = new SharedExecutor(pools, pools.named(name), owner);
        waiting.put("submit", done(executor.submit(() -> "ran")));
        List<Callable<String>> two = List.of(() -> "one", () -> "two");
        waiting.put("invokeAll", blocked(() -> executor.invokeAll(two)));
        waiting.put("invokeAny", blocked(() -> executor.invokeAny(two)));
        await().untilAsserted(() -> assertThat(pools.named(name).queued()).isGreaterThanOrEqualTo(8));
        waiting.put("awaitTermination", blocked(() -> executor.awaitTermination(1, TimeUnit.HOURS)));

        end.of(this);
        if (end == End.STOP && name.equals("compute")) {
            // Plain tasks of the work-stealing pool are found as they come up; all others need no thread.
            assertSoon(waiting, List.of("CancellableTask", "Future", "supplyAsync"));
            hold.countDown();
        } else if (end == End.STOP) {
            assertSoon(waiting, List.of("supplyAsync"));
            hold.countDown();
        }

        assertSoon(waiting, List.of());
    }

    private static void assertSoon(Map<String, CompletableFuture<?>> waiting, List<String> later) {
        waiting.forEach((what, stage) -> {
            if (!later.contains(what)) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(stage.isDone()).as(what).isTrue());
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"compute, STOP"})
    void aJobWhoseWorkIgnoresItsInterruptFailsAllTheSame(String name, End end) throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        Job<String> job = threads.named(name)
                .submit(
                        () -> {
                            began.countDown();
                            ignoreInterrupts();
                            return "much later";
                        },
                        LONG);
        assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();

        end.of(this);

        assertThat(job.result().toCompletableFuture())
                .failsWithin(SOON)
                .withThrowableOfType(CancellationException.class)
                .withMessageMatching(
                        "(Thread pools closed|Bundle stopped|Pool removed or closed) before there was a result:"
                                + " pool=" + name + ", owner=orders 1.0");
    }

    @Tag("faults")
    @ParameterizedTest
    @CsvSource({"io, CLOSE", "compute, CLOSE", "io, CLOSE_ON_A_WORKER", "io, STOP", "batch, REMOVE"})
    void aJobWhoseWorkIgnoresItsInterruptFailsAtEachOtherEnd(String name, End end) throws Exception {
        aJobWhoseWorkIgnoresItsInterruptFailsAllTheSame(name, end);
    }

    @ParameterizedTest
    @CsvSource({"CLOSE_ON_A_WORKER", "STOP"})
    void whatWaitsForItsTimeIsCancelledAtOnceAlsoWithIoFull(End end) {
        occupy(others.io());
        Job<Void> delayed = threads.after(LONG, () -> {});
        Job<Void> series = threads.every(LONG, () -> {});
        Job<Void> due = threads.after(Duration.ZERO, () -> {});
        await().until(() -> pools.io().queued() > 0);

        end.of(this);

        for (Job<Void> job : List.of(delayed, series, due)) {
            assertThat(job.result().toCompletableFuture())
                    .failsWithin(SOON)
                    .withThrowableOfType(CancellationException.class)
                    .withMessageContaining("owner=orders 1.0");
        }
        assertThat(pools.timer().timers()).isZero();
    }

    @Test
    void aTimerThatRunsWhenItsBundleStopsHasTheGraceTime() throws Exception {
        CountDownLatch began = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        Job<Void> delayed = threads.after(Duration.ZERO, () -> {
            began.countDown();
            go.await();
        });
        CompletableFuture<Void> run = new CompletableFuture<>();
        Job<Void> series = threads.every(Duration.ofMillis(1), () -> {
            began.countDown();
            go.await();
            run.complete(null);
        });
        assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();

        pools.stop(owner);
        go.countDown();

        assertThat(delayed.result().toCompletableFuture()).succeedsWithin(SOON);
        assertThat(run).succeedsWithin(SOON);
        assertThat(series.result().toCompletableFuture()).isCancelled();
    }

    @Test
    void aJobThatIsCancelledTwiceOrAfterItsTimeEndsOnce() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        Job<String> job = threads.io()
                .submit(
                        () -> {
                            began.countDown();
                            ignoreInterrupts();
                            return "much later";
                        },
                        LONG);
        assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(job.cancel()).isTrue();
        assertThat(job.result().toCompletableFuture()).isCancelled();
        assertThat(job.cancel()).isFalse();

        hold.countDown();
        await().until(() -> pools.io().active() == 0);
        assertThat(job.result().toCompletableFuture()).isCancelled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute"})
    void tasksSubmittedWhileThePoolsCloseAreRefusedOrComplete(String name) throws Exception {
        for (int round = 0; round < 6; round++) {
            Pools racing = new Pools(settings(2, 0));
            ThreadPools view = new PoolsView(racing, owner);
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger ended = new AtomicInteger();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> submitters = IntStream.range(0, 2)
                    .mapToObj(i -> new Thread(() -> {
                        try {
                            go.await();
                            for (int n = 0; n < 3_000; n++) {
                                Job<String> job = view.named(name).submit(() -> "ran", LONG);
                                accepted.incrementAndGet();
                                var unused = job.result().whenComplete((value, failure) -> ended.incrementAndGet());
                                Job<Void> timed = view.after(Duration.ofNanos(n * 1_000L), () -> {});
                                accepted.incrementAndGet();
                                var unusedToo =
                                        timed.result().whenComplete((value, failure) -> ended.incrementAndGet());
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } catch (PoolRejectedException e) {
                            assertThat(e).hasMessageStartingWith("Pool closed");
                        }
                    }))
                    .toList();
            submitters.forEach(Thread::start);
            go.countDown();
            int target = round * 40;
            await().pollDelay(Duration.ZERO).until(() -> accepted.get() >= target);

            racing.close();

            for (Thread submitter : submitters) {
                submitter.join(5_000);
            }
            await().untilAsserted(() -> assertThat(ended).hasValue(accepted.get()));
        }
    }

    @Test
    void invokeAnyGivesTheFirstResultAndElseTheLastFailure() throws Exception {
        ExecutorService executor = new SharedExecutor(pools, batch, owner);
        Callable<String> bad = () -> {
            throw new IllegalStateException("expected by the test");
        };
        Callable<String> slow = () -> {
            hold.await();
            return "slow";
        };

        assertThat(executor.invokeAny(List.of(bad, () -> "good", slow))).isEqualTo("good");
        assertThatThrownBy(() -> executor.invokeAny(List.of(bad, bad)))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("expected by the test");
        assertThatThrownBy(() -> executor.invokeAny(List.of(slow), 20, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> executor.invokeAny(List.of())).isInstanceOf(IllegalArgumentException.class);
        await().until(() -> batch.active() == 0);
    }

    @Test
    void shutdownNowEndsTheCallsOfInvokeAllAndInvokeAny() {
        ExecutorService executor = new SharedExecutor(pools, batch, owner);
        occupy(others.named("batch"));
        List<Callable<String>> two = List.of(() -> "one", () -> "two");
        CompletableFuture<List<Future<String>>> all = blocked(() -> executor.invokeAll(two));
        CompletableFuture<String> any = blocked(() -> executor.invokeAny(two));
        await().until(() -> batch.queued() == 4);

        assertThat(executor.shutdownNow()).hasSize(4);

        assertThat(all).succeedsWithin(SOON).satisfies(futures -> assertThat(futures)
                .allMatch(Future::isCancelled));
        assertThat(any).failsWithin(SOON);
    }

    /** Fills every thread of the pool with a task that ignores its interrupt. */
    private void occupy(Pool pool) {
        CountDownLatch began = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                began.countDown();
                ignoreInterrupts();
            });
        }
        await().until(() -> began.getCount() == 0);
    }

    private void ignoreInterrupts() {
        while (true) {
            try {
                hold.await();
                return;
            } catch (InterruptedException e) {
                // as foreign code does
            }
        }
    }

    private static CompletableFuture<Boolean> done(Future<?> future) {
        return blocked(() -> {
            try {
                future.get();
            } catch (CancellationException | ExecutionException e) {
                return true;
            }
            return true;
        });
    }

    /** The call runs on a thread of its own. */
    private static <T> CompletableFuture<T> blocked(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static PoolSettings size(int size) {
        return new PoolSettings(size, 100_000, Duration.ofMillis(200), 0);
    }

    private static ThreadSettings settings(int size, long graceMs) {
        return new ThreadSettings(size(size), size(size), size(size), Duration.ofMillis(graceMs));
    }
}
