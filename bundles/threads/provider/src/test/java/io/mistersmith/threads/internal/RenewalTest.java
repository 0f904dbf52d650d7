package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.ThreadPools;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.ThreadSettings;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that are replaced because a bundle stopped. */
class RenewalTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();

    private final Pools pools = new Pools(settings(2, 100_000));
    private final Owner owner = new Owner("orders 1.0");
    private final ThreadPools threads = new PoolsView(pools, owner);
    private final ThreadPools others = new PoolsView(pools, new Owner("audit"));
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() {
        hold.countDown();
        pools.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io", "blocking"})
    void whatAStoppedOwnersTaskLeftInAThreadLocalGoesWithItsThread(String pool) throws Exception {
        WeakReference<Object> left = leave(threads.named(pool));

        pools.stop(owner);

        await().untilAsserted(() -> {
            System.gc();
            assertThat(left.get()).isNull();
        });
        assertThat(get(others.named(pool).submit(() -> "ran", LONG))).isEqualTo("ran");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io"})
    void aThreadThatRunsATaskIsReplacedWhenTheTaskHasEnded(String name) throws Exception {
        Pool pool = others.named(pools.named(name).name());
        CountDownLatch began = new CountDownLatch(2);
        List<String> busy = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                busy.add(Thread.currentThread().getName());
                began.countDown();
                waitForRelease();
            });
        }
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();

        pools.renew();
        hold.countDown();

        await().untilAsserted(() -> assertThat(pools.named(name).workers().alive())
                .extracting(worker -> worker.thread().getName())
                .doesNotContainAnyElementsOf(busy));
        assertThat(get(pool.submit(() -> Thread.currentThread().getName(), LONG)))
                .isNotIn(busy);
    }

    @Test
    void renewalKeepsQueuedTasksInTheirOrder() {
        Pool pool = threads.named(pools.add("one", size(1, 100_000)).name());
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

        for (int i = 0; i < 20_000; i++) {
            int number = i;
            pool.execute(() -> seen.add(number));
            if (i % 20 == 0) {
                pools.renew();
            }
        }

        await().untilAsserted(() -> assertThat(seen).hasSize(20_000));
        assertThat(seen).isSorted();
        await().untilAsserted(() -> assertThat(pools.named("one").queued()).isZero());
        assertThat(pools.named("one").completed()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute", "io"})
    void renewalsAndResizesUnderLoadLoseNoTask(String name) {
        AtomicInteger runs = new AtomicInteger();
        int given = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 200; i++) {
                threads.named(name).execute(runs::incrementAndGet);
                given++;
            }
            if (round % 2 == 0) {
                pools.renew();
            } else {
                pools.settings(settings(1 + round % 4, 100_000));
            }
        }

        int all = given;
        await().untilAsserted(() -> assertThat(runs).hasValue(all));
        await().untilAsserted(() -> assertThat(pools.named(name).queued()).isZero());
        assertThat(pools.named(name).completed()).isEqualTo(all);
    }

    @Test
    void aTaskThatOutlivesTheStopTakesItsThreadWithIt() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        Thread[] thread = new Thread[1];
        threads.io().execute(() -> {
            thread[0] = Thread.currentThread();
            began.countDown();
            ignoreInterrupts();
        });
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
        pools.stop(owner);

        hold.countDown();

        await().untilAsserted(() -> assertThat(thread[0].isAlive()).isFalse());
    }

    @Test
    void theEndOfACancelledJobIsToldAlsoWhenPoolIoIsBusy() throws Exception {
        pools.add("one", size(1, 10));
        threads.named("one").execute(this::ignoreInterrupts);
        Job<String> job = threads.named("one").submit(() -> "never", LONG);
        CountDownLatch told = new CountDownLatch(1);
        var unused = job.result().whenComplete((value, failure) -> told.countDown());
        CountDownLatch began = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            others.io().execute(() -> {
                began.countDown();
                waitForRelease();
            });
        }
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();

        pools.stop(owner);
        hold.countDown();

        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noThreadIsMadeForAPoolThatHasNone() {
        IntStream.range(0, 100).forEach(i -> pools.renew());

        assertThat(pools.all())
                .allSatisfy(pool -> assertThat(pool.workers().alive()).isEmpty());
    }

    private WeakReference<Object> leave(Pool pool) throws Exception {
        return get(pool.submit(
                () -> {
                    Object left = new Object();
                    LEFT_BEHIND.set(left);
                    return new WeakReference<>(left);
                },
                LONG));
    }

    private void waitForRelease() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ignoreInterrupts() {
        while (hold.getCount() > 0) {
            waitForRelease();
            boolean unused = Thread.interrupted();
        }
    }

    private static <T> T get(Job<T> job) throws Exception {
        return job.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static PoolSettings size(int size, int queue) {
        return new PoolSettings(size, queue, LONG, 0);
    }

    private static ThreadSettings settings(int size, int queue) {
        return new ThreadSettings(size(size, queue), size(size, queue), size(size, queue), Duration.ofMillis(50));
    }
}
