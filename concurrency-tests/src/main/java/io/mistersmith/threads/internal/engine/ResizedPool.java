package io.mistersmith.threads.internal.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A pool that all instances of a stress class share, so that each is resized and renewed in the middle of many tasks. */
final class ResizedPool {

    private static final PoolSettings TWO = new PoolSettings(2, 1_000_000, Duration.ofSeconds(60), 0);
    private static final PoolSettings ONE = new PoolSettings(1, 1_000_000, Duration.ofSeconds(60), 0);
    private static final Owner OWNER = new Owner("stress");

    private final CorePool pool;
    private final AtomicBoolean two = new AtomicBoolean(true);

    ResizedPool(String name, BiFunction<PoolSettings, Workers, Engine> engine) {
        pool = new CorePool(name, TWO, engine);
    }

    void give(Counted task) {
        pool.submitFresh(new PoolTask(pool, OWNER, task));
    }

    void resize() {
        boolean now = two.get();
        two.set(!now);
        pool.resize(now ? ONE : TWO);
        pool.renew();
    }

    /** Counts its runs. */
    static final class Counted implements Runnable {

        private final AtomicInteger runs = new AtomicInteger();
        private final CountDownLatch ran = new CountDownLatch(1);

        @Override
        public void run() {
            runs.incrementAndGet();
            ran.countDown();
        }

        /** How often it ran, when it ran or was lost. */
        int runs() {
            try {
                boolean unused = ran.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return runs.get();
        }
    }
}
