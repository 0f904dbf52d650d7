package io.mistersmith.pools.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolBusyException;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.ResourceHook;
import io.mistersmith.pools.internal.Widgets.Widget;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Work;
import io.mistersmith.testkit.ManualThreadPools;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PoolEngineTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration OFF = Duration.ZERO;
    private static final Duration NEVER = Duration.ofMillis(-1);
    private static final Duration OFTEN = Duration.ofMillis(10);

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private final Widgets widgets = new Widgets();
    private final Borrower shop = new Borrower("shop 1.0.0");

    @AfterEach
    void end() {
        threads.close();
    }

    private PoolEngine<Widget> pool(PoolSettings settings) {
        PoolEngine<Widget> engine = new PoolEngine<>("widgets", widgets, settings);
        engine.work(new ThreadsWork(threads));
        return engine;
    }

    private static PoolSettings settings(
            int min, int max, Duration idle, Duration life, Duration check, Duration validate) {
        return new PoolSettings(min, max, 100, LONG, idle, life, check, validate, OFTEN, LONG, OFF, OFF);
    }

    private static PoolSettings size(int min, int max) {
        return settings(min, max, OFF, OFF, OFF, NEVER);
    }

    private static PoolStatus status(PoolEngine<?> pool) {
        return pool.census().status("generic");
    }

    @Test
    void theMinimumIsKeptReady() throws Exception {
        PoolEngine<Widget> pool = pool(size(2, 4));

        await().until(() -> status(pool).idle() == 2);

        pool.acquire(shop, LONG).invalidate();
        await().until(() -> status(pool).idle() == 2);
        assertThat(widgets.made).hasValue(3);
    }

    @Test
    void theCountOfLeasesNeverShrinksWhileResourcesAreReplaced() throws Exception {
        PoolEngine<Widget> pool = pool(size(0, 4));
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Long> reader = new FutureTask<>(() -> {
            long most = 0;
            while (!over.get()) {
                long now = status(pool).acquired();
                if (now < most) {
                    return now - most;
                }
                most = now;
            }
            return most;
        });
        threads.execute(reader);

        for (int i = 0; i < 20_000; i++) {
            Lease<Widget> lease = pool.acquire(shop, LONG);
            if (i % 3 == 0) {
                lease.invalidate();
            } else {
                lease.close();
            }
        }
        over.set(true);

        assertThat(reader.get()).isPositive();
        assertThat(status(pool).acquired()).isEqualTo(20_000);
    }

    @Test
    void whenOneIsBrokenTheOthersAreCheckedBeforeTheyAreLent() throws Exception {
        PoolEngine<Widget> pool = pool(size(4, 4));
        await().until(() -> status(pool).idle() == 4);
        widgets.alive.forEach(widget -> widget.broken = true); // as when their server was killed

        Lease<Widget> first = pool.acquire(shop, LONG);
        assertThat(first.get().broken).isTrue();
        first.invalidate();

        for (int i = 0; i < 8; i++) {
            try (Lease<Widget> lease = pool.acquire(shop, LONG)) {
                assertThat(lease.get().broken).isFalse();
            }
        }
    }

    @Test
    void whatIsIdleForLongIsDestroyedDownToTheMinimum() throws Exception {
        PoolEngine<Widget> pool = pool(settings(1, 4, Duration.ofMillis(30), OFF, OFF, NEVER));
        List<Lease<Widget>> leases =
                List.of(pool.acquire(shop, LONG), pool.acquire(shop, LONG), pool.acquire(shop, LONG));
        leases.forEach(Lease::close);

        await().until(() -> status(pool).size() == 1);
        assertThat(widgets.alive).hasSize(1);
    }

    @Test
    void whatIsOldIsReplacedButNotWhileItIsBorrowed() throws Exception {
        PoolEngine<Widget> pool = pool(settings(1, 1, OFF, Duration.ofMillis(50), OFF, NEVER));
        Lease<Widget> lease = pool.acquire(shop, LONG);
        Widget old = lease.get();

        threads.after(Duration.ofMillis(150), lease::close);
        try (Lease<Widget> next = pool.acquire(shop, LONG)) {
            assertThat(next.get()).isNotSameAs(old);
        }
        await().until(() -> old.destroyed);
    }

    @Test
    void anIdleResourceThatFailsItsCheckIsReplaced() throws Exception {
        PoolEngine<Widget> pool = pool(settings(1, 1, OFF, OFF, OFTEN, NEVER));
        Lease<Widget> lease = pool.acquire(shop, LONG);
        Widget broken = lease.get();
        broken.broken = true;
        lease.close();

        await().until(() -> broken.destroyed);

        await().until(() -> status(pool).idle() == 1);
        assertThat(status(pool).unhealthy()).isEqualTo(1);
    }

    @Test
    void aBrokenResourceIsNotLentWhenEachIsValidated() throws Exception {
        PoolEngine<Widget> pool = pool(settings(0, 1, OFF, OFF, OFF, OFF));
        Lease<Widget> lease = pool.acquire(shop, LONG);
        lease.get().broken = true;
        lease.close();

        try (Lease<Widget> next = pool.acquire(shop, LONG)) {
            assertThat(next.get().broken).isFalse();
        }
    }

    @Test
    void aResourceUnusedForLongIsCheckedBeforeItIsLent() throws Exception {
        PoolEngine<Widget> pool = pool(settings(0, 1, OFF, OFF, OFF, Duration.ofMillis(30)));
        pool.acquire(shop, LONG).close();
        pool.acquire(shop, LONG).close();
        assertThat(widgets.checks).hasValue(0);
        CountDownLatch later = new CountDownLatch(1);
        threads.after(Duration.ofMillis(200), later::countDown);
        assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();

        pool.acquire(shop, LONG).close();

        assertThat(widgets.checks).hasValue(1);
    }

    @Test
    void aFailureIsTheCauseOfTheTimeoutAndIsOverWhenItIsOver() throws Exception {
        widgets.failure = new IllegalStateException("no wood");
        PoolEngine<Widget> pool = pool(size(0, 4));

        assertThatThrownBy(() -> pool.acquire(shop, Duration.ofMillis(200)))
                .isInstanceOf(AcquireTimeoutException.class)
                .hasMessageContaining("held by nobody; making one failed: no wood")
                .hasCause(widgets.failure);
        assertThat(status(pool).createFailures()).as("with pauses").isBetween(1L, 8L);

        widgets.failure = null;
        pool.acquire(shop, LONG).close();
        assertThat(status(pool).lastFailure()).isNull();
    }

    @Test
    void whetherAFailureIsOverIsFoundOutAlsoWhenNobodyAsks() {
        PoolEngine<Widget> pool = pool(settings(0, 4, OFF, OFF, OFTEN, NEVER));
        widgets.failure = new IllegalStateException("no parts");
        assertThatThrownBy(() -> pool.acquire(shop, Duration.ofMillis(50))).isInstanceOf(AcquireTimeoutException.class);
        assertThat(status(pool).lastFailure()).contains("no parts");

        widgets.failure = null;

        await().until(() -> status(pool).lastFailure() == null);
        assertThat(widgets.made).hasValue(1);
    }

    @Test
    void aFactoryThatHangsHoldsUpNoTimeoutAndIsCalledByNoMoreThreadsThanTheMaximum() {
        CountDownLatch stuck = new CountDownLatch(1);
        widgets.hangs = stuck;
        PoolEngine<Widget> pool = pool(size(0, 2));

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> pool.acquire(shop, Duration.ofMillis(20)))
                    .isInstanceOf(AcquireTimeoutException.class)
                    .hasMessageContaining("creating=");
        }

        assertThat(widgets.makingMost.get()).isLessThanOrEqualTo(2);
        stuck.countDown();
        await().until(() -> status(pool).idle() >= 1);
        assertThat(status(pool).creating()).isZero();
    }

    @Test
    void noMoreCallsWaitThanMay() throws Exception {
        PoolSettings one = new PoolSettings(0, 1, 1, LONG, OFF, OFF, OFF, NEVER, OFTEN, LONG, OFF, OFF);
        PoolEngine<Widget> pool = pool(one);
        try (Lease<Widget> held = pool.acquire(shop, LONG)) {
            pool.acquireAsync(shop);

            assertThatThrownBy(() -> pool.acquire(shop, LONG))
                    .isInstanceOf(PoolBusyException.class)
                    .hasMessageContaining("waiting=1 calls");
            assertThat(held.get()).isNotNull();
        }
    }

    @Test
    void withoutThreadsAnAsyncCallFailsAtOnceAndAnOtherTimesOut() {
        PoolEngine<Widget> pool = new PoolEngine<>("widgets", widgets, size(0, 1));

        assertThat(pool.acquireAsync(shop).toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(PoolUnavailableException.class);
        assertThatThrownBy(() -> pool.acquire(shop, Duration.ofMillis(20))).isInstanceOf(AcquireTimeoutException.class);

        pool.work(new ThreadsWork(threads));
        assertThat(pool.acquireAsync(shop).toCompletableFuture()).succeedsWithin(LONG);
    }

    @Test
    void hooksSeeEveryStepAndDisturbNothingWhenTheyThrow() throws Exception {
        PoolEngine<Widget> pool = pool(size(0, 1));
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        pool.hooks().set(List.of(new Failing(), new Recording(seen)));

        pool.acquire(shop, LONG).close();
        pool.evict();

        await().until(() -> seen.size() == 3);
        assertThat(seen).containsExactly("acquire widgets", "release widgets", "evict widgets");
        assertThat(pool.hooks().failures()).isEqualTo(3);
    }

    @Test
    void aHookThatHangsHoldsUpNobody() throws Exception {
        PoolEngine<Widget> pool = pool(size(0, 1));
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch free = new CountDownLatch(1);
        pool.hooks().set(List.of(new ResourceHook() {
            @Override
            public void onAcquire(String name, Object resource) {
                calls.incrementAndGet();
                boolean released = false;
                while (!released) { // whatever interrupts it
                    try {
                        free.await();
                        released = true;
                    } catch (InterruptedException e) {
                        released = false;
                    }
                }
            }
        }));

        pool.acquire(shop, LONG).close();
        pool.acquire(shop, LONG).close();

        assertThat(calls).as("calls while the first has not returned").hasValue(1);
        assertThat(pool.hooks().failures()).isGreaterThanOrEqualTo(2);
        free.countDown();
        await().untilAsserted(() -> {
            pool.acquire(shop, LONG).close();
            assertThat(calls).hasValueGreaterThan(1);
        });
    }

    @Test
    void aHookThatInterruptsItsThreadAndThrowsAnythingDisturbsNobody() throws Exception {
        PoolEngine<Widget> pool = new PoolEngine<>("widgets", widgets, size(0, 1)); // hooks run on this thread
        pool.work(new ThreadsWork(threads));
        Lease<Widget> first = pool.acquire(shop, LONG);
        first.close();
        pool.work(Work.NONE);
        pool.hooks().set(List.of(new ResourceHook() {
            @Override
            public void onAcquire(String name, Object resource) {
                Thread.currentThread().interrupt();
                throw new HostileError();
            }
        }));

        Lease<Widget> lease = pool.acquire(shop, LONG);

        assertThat(Thread.interrupted()).as("left interrupted").isFalse();
        assertThat(pool.hooks().failures()).isEqualTo(1);
        lease.close();
    }

    /** An error whose own methods throw it. */
    private static final class HostileError extends Error {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw this;
        }

        @Override
        public String getMessage() {
            throw this;
        }
    }

    @Test
    void aFactoryWhoseErrorsThrowIsNamedAndAskedAgain() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        PoolEngine<Widget> pool = new PoolEngine<>(
                "widgets",
                new Maker<>() {
                    @Override
                    public Widget make() throws Exception {
                        if (broken.get()) {
                            throw new HostileError();
                        }
                        return widgets.make();
                    }

                    @Override
                    public boolean healthy(Widget widget) {
                        return true;
                    }

                    @Override
                    public void destroy(Widget widget) throws Exception {
                        widgets.destroy(widget);
                    }
                },
                size(1, 1));
        pool.work(new ThreadsWork(threads));
        await().untilAsserted(() -> assertThat(status(pool).lastFailure()).contains(HostileError.class.getName()));

        broken.set(false);

        pool.acquire(shop, LONG).close();
    }

    @Test
    void aHookCanFindAResourceUnhealthy() throws Exception {
        PoolEngine<Widget> pool = pool(settings(0, 1, OFF, OFF, OFTEN, NEVER));
        Lease<Widget> lease = pool.acquire(shop, LONG);
        Widget disliked = lease.get();
        pool.hooks().set(List.of(new ResourceHook() {
            @Override
            public boolean onHealthCheck(String name, Object resource) {
                return resource != disliked;
            }
        }));
        lease.close();

        await().until(() -> disliked.destroyed);
    }

    @Test
    void theMinimumOfNewSettingsIsMade() {
        PoolEngine<Widget> pool = pool(size(0, 4));

        pool.settings(size(3, 4));

        await().until(() -> status(pool).idle() == 3);
    }

    @Test
    void closeEndsWhenTheLastIsBack() throws Exception {
        PoolEngine<Widget> pool = pool(size(2, 2));
        Lease<Widget> lease = pool.acquire(shop, LONG);

        var closed = pool.close().toCompletableFuture();
        assertThat(closed).isNotDone();
        pool.takeBackAllAfter(Duration.ofMillis(20));

        assertThat(closed).succeedsWithin(LONG);
        assertThat(widgets.alive).isEmpty();
        assertThatThrownBy(lease::get).hasMessageContaining("taken back, its pool was closed");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 'max.size=0 is not within 1..4096 resources'",
        "0, 4097, 'max.size=4097 is not within 1..4096 resources'",
        "-1, 4, 'min.size=-1 is not within 0..max.size=4 resources'",
        "5, 4, 'min.size=5 is not within 0..max.size=4 resources'"
    })
    void aBadSizeIsRefused(int min, int max, String message) {
        PoolEngine<Widget> pool = pool(size(0, 4));

        assertThatThrownBy(() -> pool.settings().resized(min, max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static final class Failing implements ResourceHook {

        @Override
        public void onAcquire(String pool, Object resource) {
            throw new IllegalStateException("expected by the test");
        }

        @Override
        public void onRelease(String pool, Object resource) {
            throw new IllegalStateException("expected by the test");
        }

        @Override
        public void onEvict(String pool, Object resource) {
            throw new IllegalStateException("expected by the test");
        }
    }

    private record Recording(ConcurrentLinkedQueue<String> seen) implements ResourceHook {

        @Override
        public void onAcquire(String pool, Object resource) {
            seen.add("acquire " + pool);
        }

        @Override
        public void onRelease(String pool, Object resource) {
            seen.add("release " + pool);
        }

        @Override
        public void onEvict(String pool, Object resource) {
            seen.add("evict " + pool);
        }
    }

    /** The next pools may come before the old ones end, or not at all. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWaitsWithoutAThreadIsAnsweredAlthoughThePoolsGo(boolean replaced) throws Exception {
        ManualThreadPools old = new ManualThreadPools();
        ManualThreadPools next = new ManualThreadPools();
        PoolEngine<Widget> pool = pool(size(0, 1));
        Lease<Widget> lease = pool.acquire(shop, LONG);
        pool.work(new ThreadsWork(old));
        CompletableFuture<Lease<Widget>> waits =
                pool.acquireAsync(shop, Duration.ofSeconds(5)).toCompletableFuture();

        pool.work(replaced ? new ThreadsWork(next) : Work.NONE);
        old.close();
        assertThat(waits.isDone()).isEqualTo(!replaced);
        next.advance(Duration.ofSeconds(6));

        assertThat(waits)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(replaced ? AcquireTimeoutException.class : PoolUnavailableException.class);
        assertThat(status(pool).waiting()).isZero();
        lease.close();
        assertThat(status(pool).idle()).isEqualTo(1);
    }

    @Test
    void aLeaseThatIsOnItsWayIsGivenAlthoughThePoolsGo() throws Exception {
        ManualThreadPools old = new ManualThreadPools();
        PoolEngine<Widget> pool = pool(size(0, 1));
        Lease<Widget> lease = pool.acquire(shop, LONG);
        pool.work(new ThreadsWork(old));
        CompletableFuture<Lease<Widget>> waits =
                pool.acquireAsync(shop, Duration.ofSeconds(5)).toCompletableFuture();
        lease.close();
        assertThat(waits).as("waits for a thread").isNotDone();

        pool.work(Work.NONE);
        old.close();

        assertThat(waits).isCompleted();
        waits.join().close();
        assertThat(status(pool).idle()).isEqualTo(1);
    }
}
