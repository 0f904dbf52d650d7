package io.mistersmith.threads.internal;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of one pool, named {@code smith-<pool>-<n>}, and knows those that live.
 *
 * <p>A thread takes nothing over from the thread that happened to need it: no inheritable thread locals, no context class
 * loader, no access control context. Each of these would keep a plugin's class loader for as long as the thread lives.
 */
final class Workers {

    private static final @Nullable ClassLoader BASE = Workers.class.getClassLoader();

    private final String pool;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Worker> alive = ConcurrentHashMap.newKeySet();
    private volatile long stackBytes;

    Workers(String pool, long stackBytes) {
        this.pool = pool;
        this.stackBytes = stackBytes;
    }

    void stackBytes(long bytes) {
        stackBytes = bytes;
    }

    Collection<Worker> alive() {
        return List.copyOf(alive);
    }

    int active() {
        int active = 0;
        for (Worker worker : alive) {
            if (worker.current() != null) {
                active++;
            }
        }
        return active;
    }

    Thread newThread(Runnable loop) {
        return made(() -> new PoolThread(this, loop, nextName(), stackBytes));
    }

    ForkJoinWorkerThread newThread(ForkJoinPool owner) {
        return made(() -> new ComputeThread(this, owner, nextName()));
    }

    /** A thread that belongs to no pool. */
    static Thread plain(String name, Runnable loop) {
        return made(() -> {
            Thread thread = new Thread(null, loop, name, 0, false);
            reset(thread);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Puts back what a task may have changed. */
    static void reset(Thread thread) {
        if (thread.getContextClassLoader() != BASE) {
            thread.setContextClassLoader(BASE);
        }
    }

    private String nextName() {
        return "smith-" + pool + "-" + numbers.incrementAndGet();
    }

    @SuppressWarnings(
            "removal") // while it exists, a new thread keeps the access control context of its maker's callers
    private static <T> T made(Supplier<T> maker) {
        return AccessController.doPrivileged((PrivilegedAction<T>) maker::get);
    }

    /** A thread of a pool with one queue. */
    private static final class PoolThread extends Thread implements Worker {

        private final Workers workers;
        private volatile @Nullable PoolTask current;

        PoolThread(Workers workers, Runnable loop, String name, long stackBytes) {
            super(null, loop, name, stackBytes, false);
            this.workers = workers;
            reset(this);
            setDaemon(true);
        }

        @Override
        public void run() {
            workers.alive.add(this);
            try {
                super.run();
            } finally {
                workers.alive.remove(this);
            }
        }

        @Override
        public @Nullable PoolTask current() {
            return current;
        }

        @Override
        public void current(@Nullable PoolTask task) {
            current = task;
        }
    }

    /** A thread of a work-stealing pool. */
    private static final class ComputeThread extends ForkJoinWorkerThread implements Worker {

        private final Workers workers;
        private volatile @Nullable PoolTask current;

        ComputeThread(Workers workers, ForkJoinPool pool, String name) {
            super(pool);
            this.workers = workers;
            setName(name);
            reset(this);
        }

        @Override
        protected void onStart() {
            super.onStart();
            workers.alive.add(this);
        }

        @Override
        protected void onTermination(@Nullable Throwable cause) {
            workers.alive.remove(this);
            super.onTermination(cause);
        }

        @Override
        public @Nullable PoolTask current() {
            return current;
        }

        @Override
        public void current(@Nullable PoolTask task) {
            current = task;
        }
    }
}
