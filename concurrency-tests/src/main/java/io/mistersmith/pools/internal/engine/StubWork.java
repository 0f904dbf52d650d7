package io.mistersmith.pools.internal.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No threads: short tasks run at once on the caller's, timers never. */
final class StubWork implements Work {

    static final StubWork WORK = new StubWork();

    @Override
    public void run(Runnable task, Duration limit, Runnable never) {
        task.run();
    }

    @Override
    public boolean soon(Runnable task) {
        task.run();
        return true;
    }

    @Override
    public Timer after(Duration delay, Runnable task, Runnable lost) {
        return () -> {};
    }

    @Override
    public @Nullable Timer every(Duration period, Runnable task) {
        return null;
    }

    /** A pool of one resource. */
    static PoolEngine<Object> pool() {
        PoolEngine<Object> pool = new PoolEngine<>("stress", new Objects(), PoolSettings.of(1, 1));
        pool.work(WORK);
        return pool;
    }

    private static final class Objects implements Maker<Object> {

        @Override
        public Object make() {
            return new Object();
        }

        @Override
        public boolean healthy(Object resource) {
            return true;
        }

        @Override
        public void destroy(Object resource) {}

        @Override
        public boolean immediate() {
            return true;
        }
    }
}
