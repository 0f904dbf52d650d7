package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Holder;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolClosedException;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every pool promises, whatever it lends; each kind of pool has a test that extends this.
 *
 * @param <R> what is lent
 */
@Timeout(60)
public abstract class PoolContract<R> {

    /** Long enough for whatever a busy machine does. */
    protected static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<Subject<R>> opened = new ArrayList<>();
    private final RealThreadPools threads = RealThreadPools.unbounded();

    /**
     * Settings of the pool under test. Resources are never checked or replaced by themselves, and the pool looks at them every
     * 10 ms.
     *
     * @param max resources there may be; none is kept ready
     * @param acquireTimeout of calls that say nothing else
     * @param leakThreshold a lease that is older is overdue; 0: none
     * @param leakReclaim a lease that is older is taken back; 0: none
     */
    public record Wish(int max, Duration acquireTimeout, Duration leakThreshold, Duration leakReclaim) {}

    /** A pool under test. */
    public interface Subject<R> {

        /** The pool as a bundle of this name sees it. */
        ResourcePool<R> of(String bundle);

        /** That bundle stops. */
        void stop(String bundle);

        /** The pool goes, as when its file is deleted; leases go on for a minute. */
        void close();
    }

    /** Opens a pool. */
    protected abstract Subject<R> open(Wish wish);

    /** Whether the resource can be used. */
    protected abstract boolean works(R resource);

    private Subject<R> pool(int max) {
        return pool(new Wish(max, LONG, Duration.ZERO, Duration.ZERO));
    }

    private Subject<R> pool(Wish wish) {
        Subject<R> subject = open(wish);
        opened.add(subject);
        return subject;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Subject::close);
        threads.close();
    }

    @Test
    void aLeaseHoldsAWorkingResource() throws Exception {
        ResourcePool<R> pool = pool(2).of("shop 1.0.0");

        try (Lease<R> lease = pool.acquire(LONG)) {
            assertThat(works(lease.get())).isTrue();
            assertThat(pool.status().active()).isEqualTo(1);
        }

        assertThat(pool.status().active()).isZero();
        assertThat(pool.status().acquired()).isEqualTo(1);
    }

    @Test
    void aResourceIsLentAgain() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");

        for (int i = 0; i < 10; i++) {
            pool.acquire(LONG).close();
        }

        PoolStatus status = pool.status();
        assertThat(status.created()).isEqualTo(1);
        assertThat(status.acquired()).isEqualTo(10);
        assertThat(status.idle()).isEqualTo(1);
    }

    @Test
    void thereAreNeverMoreThanTheMaximum() throws Exception {
        ResourcePool<R> pool = pool(3).of("shop 1.0.0");
        List<Lease<R>> leases = acquire(pool, 3);

        assertThatThrownBy(() -> pool.acquire(SHORT)).isInstanceOf(AcquireTimeoutException.class);

        assertThat(leases).extracting(Lease::get).doesNotHaveDuplicates();
        assertThat(pool.status().size()).isEqualTo(3);
        assertThat(pool.status().timeouts()).isEqualTo(1);
        leases.forEach(Lease::close);
    }

    @Test
    void theTimeoutNamesTheHoldersByBundle() throws Exception {
        Subject<R> subject = pool(3);
        List<Lease<R>> leases = acquire(subject.of("shop 1.0.0"), 2);
        leases.addAll(acquire(subject.of("billing 2.1.0"), 1));

        AcquireTimeoutException e = catchThrowableOfType(
                AcquireTimeoutException.class, () -> subject.of("mail 1.0.0").acquire(SHORT));

        assertThat(e).hasMessageContaining("timeout=50 ms").hasMessageContaining("billing 2.1.0=1, shop 1.0.0=2");
        assertThat(e.holders()).containsEntry("shop 1.0.0", 2).containsEntry("billing 2.1.0", 1);
        assertThat(e.retryable()).isTrue();
        assertThat(subject.of("mail 1.0.0").holders())
                .extracting(Holder::bundle)
                .contains("billing 2.1.0");
        leases.forEach(Lease::close);
    }

    @Test
    void anAsyncCallEndsWithinTheTimeout() throws Exception {
        ResourcePool<R> pool = pool(new Wish(1, Duration.ofMillis(100), Duration.ZERO, Duration.ZERO))
                .of("shop 1.0.0");
        Lease<R> held = pool.acquire(LONG);

        CompletableFuture<Lease<R>> second = pool.acquireAsync().toCompletableFuture();

        assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AcquireTimeoutException.class);
        held.close();
    }

    @Test
    void anAsyncCallGetsWhatComesBack() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");
        Lease<R> held = pool.acquire(LONG);
        CompletableFuture<Lease<R>> second = pool.acquireAsync().toCompletableFuture();
        assertThat(second).isNotDone();

        held.close();

        try (Lease<R> lease = second.get(20, TimeUnit.SECONDS)) {
            assertThat(works(lease.get())).isTrue();
        }
    }

    @Test
    void whoWaitsIsServedInTheOrderOfArrival() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");
        Lease<R> held = pool.acquire(LONG);
        ConcurrentLinkedQueue<Integer> served = new ConcurrentLinkedQueue<>();
        CountDownLatch all = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            int number = i;
            start(() -> {
                Lease<R> lease = pool.acquire(LONG);
                served.add(number);
                lease.close();
                all.countDown();
            });
            await(() -> pool.status().waiting() == number + 1);
        }

        held.close();

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(List.copyOf(served)).isSorted();
    }

    @Test
    void nobodyStarves() throws Exception {
        ResourcePool<R> pool = pool(4).of("shop 1.0.0");
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            start(() -> {
                for (int round = 0; round < 20; round++) {
                    Lease<R> lease = pool.acquire(LONG);
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1_000);
                    now.decrementAndGet();
                    lease.close();
                }
                all.countDown();
            });
        }

        assertThat(all.await(30, TimeUnit.SECONDS)).as("all are done").isTrue();
        assertThat(most).hasValueLessThanOrEqualTo(4);
        assertThat(pool.status().acquired()).isEqualTo(2_000);
        await(() -> pool.status().idle() == pool.status().size());
    }

    @Test
    void aClosedLeaseGivesNothingAndClosingAgainDoesNothing() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");
        Lease<R> first = pool.acquire(LONG);
        first.close();
        Lease<R> second = pool.acquire(LONG);

        first.close();
        first.invalidate();

        assertThat(pool.status().active()).isEqualTo(1);
        assertThat(works(second.get())).isTrue();
        assertThatThrownBy(first::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("Lease closed");
        second.close();
    }

    @Test
    void anInvalidatedResourceIsReplaced() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");
        Lease<R> broken = pool.acquire(LONG);
        R before = broken.get();

        broken.invalidate();

        try (Lease<R> lease = pool.acquire(LONG)) {
            assertThat(lease.get()).isNotSameAs(before);
            assertThat(works(lease.get())).isTrue();
        }
        await(() -> pool.status().destroyed() == 1);
    }

    @Test
    void whatAStoppedBundleHoldsIsTakenBack() throws Exception {
        Subject<R> subject = pool(2);
        List<Lease<R>> leases = acquire(subject.of("shop 1.0.0"), 2);
        ResourcePool<R> other = subject.of("billing 2.1.0");

        subject.stop("shop 1.0.0");

        List<Lease<R>> again = acquire(other, 2);
        assertThat(again).allMatch(lease -> works(lease.get()));
        assertThatThrownBy(leases.get(0)::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bundle stopped");
        assertThat(other.status().reclaimed()).isEqualTo(2);
        again.forEach(Lease::close);
    }

    @Test
    void aStoppedBundleGetsNothing() throws Exception {
        Subject<R> subject = pool(1);
        ResourcePool<R> pool = subject.of("shop 1.0.0");

        subject.stop("shop 1.0.0");

        assertThatThrownBy(() -> pool.acquire(LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Bundle has stopped");
    }

    @Test
    void overdueLeasesAreReportedWithBundleAndStackAndTakenBack() throws Exception {
        ResourcePool<R> pool = pool(new Wish(10, LONG, Duration.ofMillis(20), Duration.ofSeconds(2)))
                .of("shop 1.0.0");
        acquire(pool, 10);

        await(() -> pool.status().leaks() == 10);
        List<Holder> holders = pool.holders();
        await(() -> pool.status().reclaimed() == 10);

        assertThat(holders).hasSize(10).allMatch(Holder::overdue);
        assertThat(holders.get(0).stack().get(0).getClassName()).isEqualTo(PoolContract.class.getName());
        pool.acquire(LONG).close();
    }

    @Test
    void whatWasAcquiredStaysCountedWhenItIsTakenBack() throws Exception {
        Subject<R> subject = pool(new Wish(4, LONG, Duration.ofMillis(20), Duration.ofMillis(300)));
        ResourcePool<R> pool = subject.of("shop 1.0.0");
        acquire(pool, 4);
        await(() -> pool.status().reclaimed() == 4);
        assertThat(pool.status().acquired()).as("after a reclaim").isEqualTo(4);

        acquire(pool, 2);
        subject.stop("shop 1.0.0");

        await(() -> pool.status().reclaimed() == 6);
        assertThat(pool.status().acquired()).as("after the end of the bundle").isEqualTo(6);
        assertThat(pool.status().active()).isZero();
        assertThat(pool.status().timeouts()).isZero();
    }

    @Test
    void whoIsInterruptedWhileWaitingIsCountedNeitherAsServedNorAsLate() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");
        acquire(pool, 1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pool.acquire(LONG)).isInstanceOf(InterruptedException.class);

        assertThat(pool.status().acquired()).isEqualTo(1);
        assertThat(pool.status().timeouts()).isZero();
        assertThat(pool.status().waiting()).isZero();
    }

    @Test
    void resizingKeepsWhatIsBorrowed() throws Exception {
        ResourcePool<R> pool = pool(4).of("shop 1.0.0");
        List<Lease<R>> leases = acquire(pool, 4);

        pool.resize(0, 1);

        assertThat(leases).allMatch(lease -> works(lease.get()));
        leases.forEach(Lease::close);
        await(() -> pool.status().size() == 1);
        assertThat(pool.status().max()).isEqualTo(1);
    }

    @Test
    void aLargerPoolServesWhoWaits() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");
        Lease<R> held = pool.acquire(LONG);
        CompletableFuture<Lease<R>> second = pool.acquireAsync().toCompletableFuture();

        pool.resize(0, 2);

        second.get(20, TimeUnit.SECONDS).close();
        held.close();
    }

    @Test
    void drainReplacesEverything() throws Exception {
        ResourcePool<R> pool = pool(2).of("shop 1.0.0");
        List<Lease<R>> leases = acquire(pool, 2);
        leases.get(0).close();
        R old = leases.get(1).get();

        CompletableFuture<Void> drained = pool.drain().toCompletableFuture();
        assertThat(drained).isNotDone();
        assertThat(works(old)).isTrue();
        leases.get(1).close();

        drained.get(20, TimeUnit.SECONDS);
        try (Lease<R> lease = pool.acquire(LONG)) {
            assertThat(lease.get()).isNotSameAs(old);
        }
        await(() -> pool.status().destroyed() == 2);
    }

    @Test
    void evictDestroysWhatIsIdle() throws Exception {
        ResourcePool<R> pool = pool(3).of("shop 1.0.0");
        List<Lease<R>> leases = acquire(pool, 3);
        leases.get(0).close();
        leases.get(1).close();

        assertThat(pool.evict()).isEqualTo(2);

        await(() -> pool.status().destroyed() == 2);
        assertThat(works(leases.get(2).get())).isTrue();
        leases.get(2).close();
    }

    @Test
    void aClosedPoolFailsWhoWaitsAndWhoComes() throws Exception {
        Subject<R> subject = pool(1);
        ResourcePool<R> pool = subject.of("shop 1.0.0");
        Lease<R> held = pool.acquire(LONG);
        CompletableFuture<Lease<R>> second = pool.acquireAsync().toCompletableFuture();

        subject.close();

        assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(PoolClosedException.class);
        assertThatThrownBy(() -> pool.acquire(LONG)).isInstanceOf(PoolClosedException.class);
        assertThat(works(held.get())).isTrue();
        held.close();
        await(() -> pool.status().size() == 0);
    }

    @Test
    void aWaitThatIsInterruptedBorrowsNothing() throws Exception {
        ResourcePool<R> pool = pool(1).of("shop 1.0.0");
        Lease<R> held = pool.acquire(LONG);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Job<Void> waiting = start(() -> {
            try {
                pool.acquire(LONG).close();
                thrown.complete(new AssertionError("got one"));
            } catch (InterruptedException e) {
                thrown.complete(e);
            }
        });
        await(() -> pool.status().waiting() == 1);

        waiting.cancel();

        assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        held.close();
        assertThat(pool.status().waiting()).isZero();
        assertThat(pool.status().idle()).isEqualTo(1);
    }

    /** Borrows several, one after the other. */
    protected static <R> List<Lease<R>> acquire(ResourcePool<R> pool, int count) throws InterruptedException {
        List<Lease<R>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(pool.acquire(LONG));
        }
        return leases;
    }

    /** Waits until it is so, for 20 s at most. */
    protected static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            never.await(1, TimeUnit.MILLISECONDS);
        }
    }

    private Job<Void> start(Task work) {
        return threads.submit(
                () -> {
                    work.run();
                    return null;
                },
                LONG);
    }
}
