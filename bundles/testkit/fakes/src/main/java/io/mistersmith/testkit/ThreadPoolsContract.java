package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.threads.CancellableTask;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all pools must do, those with threads and those that a test drives by hand. Each provider subclasses this. */
public abstract class ThreadPoolsContract {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(40);

    /** The pools under test, with the pools {@code compute}, {@code io} and {@code blocking}. */
    protected abstract ThreadPools pools();

    /** Lets what was given run, and time pass, until the condition holds; fails when it does not within 10 s. */
    protected abstract void until(BooleanSupplier condition);

    /** Makes a pool refuse the next task for want of room. */
    protected abstract void fill(Pool pool);

    /** Gives the pool work that has no result within this time. */
    protected abstract Job<String> late(Pool pool, Duration time);

    /** Keeps the pool from running what it is given from now on, but not from accepting it. */
    protected abstract void hold(Pool pool);

    /** Closes the pools. */
    protected abstract void closePools();

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io", "blocking"})
    void aPoolIsFoundByItsName(String name) {
        assertThat(pools().named(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io", "blocking"})
    void aTaskRunsOnce(String name) {
        AtomicInteger runs = new AtomicInteger();

        pools().named(name).execute(runs::incrementAndGet);

        until(() -> runs.get() > 0);
        Job<String> later = pools().named(name).submit(() -> "later", LONG);
        until(() -> done(later));
        assertThat(runs).hasValue(1);
    }

    @Test
    void aTaskThatThrowsHoldsUpNobody() {
        AtomicInteger runs = new AtomicInteger();

        pools().io().execute(() -> {
            throw new IllegalStateException("expected by the test");
        });
        pools().io().execute(runs::incrementAndGet);

        until(() -> runs.get() == 1);
    }

    @Test
    void aFullPoolRefusesWithItsName() {
        Pool io = pools().io();
        fill(io);
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> io.execute(runs::incrementAndGet))
                .isInstanceOfSatisfying(
                        PoolRejectedException.class, e -> assertThat(e.pool()).isEqualTo("io"))
                .hasMessageStartingWith("Pool full: pool=io, size=");
        assertThatThrownBy(() -> io.submit(runs::incrementAndGet, LONG)).isInstanceOf(PoolRejectedException.class);
        assertThat(runs).hasValue(0);
    }

    @Test
    void workGivesItsResultOrWhatItThrew() {
        Job<String> good = pools().blocking().submit(() -> "done", LONG);
        Job<String> bad = pools().blocking()
                .submit(
                        () -> {
                            throw new IllegalStateException("expected by the test");
                        },
                        LONG);

        until(() -> done(good) && done(bad));

        assertThat(good.result().toCompletableFuture()).isCompletedWithValue("done");
        assertThat(failure(bad)).isInstanceOf(IllegalStateException.class).hasMessage("expected by the test");
        assertThat(good.cancel()).as("cancelled after its end").isFalse();
    }

    @Test
    void workThatIsCancelledBeforeItBeginsDoesNotRun() {
        AtomicInteger runs = new AtomicInteger();
        Job<Void> delayed = pools().after(SHORT, runs::incrementAndGet);

        assertThat(delayed.cancel()).isTrue();
        assertThat(delayed.cancel()).isFalse();

        assertThat(delayed.result().toCompletableFuture()).isCancelled();
        AtomicInteger later = new AtomicInteger();
        Job<Void> unused = pools().after(SHORT.multipliedBy(2), later::incrementAndGet);
        until(() -> later.get() == 1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void delayedTasksRunOnceInTheOrderOfTheirTimes() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Job<Void> second = pools().after(SHORT.multipliedBy(3), () -> seen.add("second"));
        Job<Void> first = pools().after(SHORT, () -> seen.add("first"));

        until(() -> done(first) && done(second));

        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void aDelayedTaskThatThrowsFailsItsJob() {
        Job<Void> job = pools().after(Duration.ZERO, () -> {
            throw new IllegalStateException("expected by the test");
        });

        until(() -> done(job));

        assertThat(failure(job)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSeriesGoesOnAfterAFailureAndEndsWhenItIsCancelled() {
        AtomicInteger runs = new AtomicInteger();
        Job<Void> series = pools().every(Duration.ofMillis(5), () -> {
            if (runs.incrementAndGet() == 2) {
                throw new IllegalStateException("expected by the test");
            }
        });

        until(() -> runs.get() >= 4);
        assertThat(done(series)).isFalse();

        assertThat(series.cancel()).isTrue();
        assertThat(series.cancel()).isFalse();
        assertThat(series.result().toCompletableFuture()).isCancelled();
    }

    @Test
    void workThatHasNoResultInItsTimeFailsWithATimeout() {
        Job<String> job = late(pools().io(), SHORT);

        until(() -> done(job));

        assertThat(failure(job)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void badTimesAreRefusedWithTheOffendingValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pools().every(Duration.ZERO, () -> {}))
                .withMessage("period=PT0S is not 1 ms or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pools().after(Duration.ofMillis(-1), () -> {}))
                .withMessage("delay=PT-0.001S is negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pools().io().submit(() -> "", Duration.ZERO))
                .withMessage("timeout=PT0S is not above 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io", "blocking"})
    void whatIsQueuedWhenThePoolsCloseRunsOrIsCancelledAndItsWaitersAreNotified(String name) {
        Pool pool = pools().named(name);
        hold(pool);
        Ends ends = new Ends();
        pool.execute(ends);
        FutureTask<String> future = new FutureTask<>(() -> "ran");
        pool.execute(future);
        Job<String> job = pool.submit(() -> "ran", LONG);
        CompletableFuture<String> stage = CompletableFuture.supplyAsync(() -> "ran", pool);
        CompletableFuture<String> next = stage.thenApplyAsync(text -> text + " on", pool);

        closePools();

        until(() -> ends.runs.get() + ends.cancels.get() > 0
                && future.isDone()
                && done(job)
                && stage.isDone()
                && next.isDone());
        assertThat(ends.runs.get() + ends.cancels.get()).as("runs and cancels").isEqualTo(1);
    }

    @Test
    void whatWaitsForItsTimeIsCancelledWhenThePoolsClose() {
        Job<Void> delayed = pools().after(LONG, () -> {});
        Job<Void> series = pools().every(LONG, () -> {});

        closePools();

        until(() -> done(delayed) && done(series));
        assertThat(failure(delayed)).isInstanceOf(CancellationException.class);
        assertThat(failure(series)).isInstanceOf(CancellationException.class);
    }

    @Test
    void closedPoolsRejectEverythingTyped() {
        closePools();

        for (Pool pool : List.of(pools().compute(), pools().io(), pools().blocking())) {
            assertThatThrownBy(() -> pool.execute(() -> {}))
                    .isInstanceOf(PoolRejectedException.class)
                    .hasMessageStartingWith("Pool closed: pool=");
            assertThatThrownBy(() -> pool.submit(() -> "", LONG)).isInstanceOf(PoolRejectedException.class);
            assertThat(CompletableFuture.completedFuture("").handleAsync((value, failure) -> "", pool))
                    .isCompletedExceptionally();
        }
        assertThatThrownBy(() -> pools().after(LONG, () -> {})).isInstanceOf(PoolRejectedException.class);
        assertThatThrownBy(() -> pools().every(LONG, () -> {})).isInstanceOf(PoolRejectedException.class);
    }

    /** Counts how it ended. */
    private static final class Ends implements CancellableTask {

        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger cancels = new AtomicInteger();

        @Override
        public void run() {
            runs.incrementAndGet();
        }

        @Override
        public void cancelled() {
            cancels.incrementAndGet();
        }
    }

    private static boolean done(Job<?> job) {
        return job.result().toCompletableFuture().isDone();
    }

    private static @Nullable Throwable failure(Job<?> job) {
        CompletableFuture<@Nullable Throwable> failure = new CompletableFuture<>();
        var unused = job.result().whenComplete((value, thrown) -> failure.complete(thrown));
        return failure.getNow(null);
    }
}
