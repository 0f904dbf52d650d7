package io.mistersmith.threads.internal.engine;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of one pool, named {@code smith-<pool>-<n>}, and knows those that live.
 *
 * <p>A thread takes nothing over from the thread that happened to need it: no inheritable thread locals, no context class
 * loader, no access control context, no priority. Most of these would keep a plugin's class loader for as long as the thread
 * lives.
 */
public final class Workers {

    private static final @Nullable ClassLoader BASE = Workers.class.getClassLoader();

    private final String pool;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Worker> alive = ConcurrentHashMap.newKeySet();
    private final Tallies tallies = new Tallies();
    private volatile long stackBytes;

    /** Workers of an earlier age are to end. Raised by the engine, read by each worker after each task. */
    private final AtomicInteger age = new AtomicInteger();

    Workers(String pool, long stackBytes) {
        this.pool = pool;
        this.stackBytes = stackBytes;
    }

    void stackBytes(long bytes) {
        stackBytes = bytes;
    }

    Tallies tallies() {
        return tallies;
    }

    public Collection<Worker> alive() {
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

    /** From now on no thread that lives takes another task, if its engine asks {@link QueuedThread#spent}. */
    void renew() {
        age.getAndIncrement();
    }

    /** A thread of a pool with one queue; {@code ended} is called on it as its last act. */
    Thread newThread(Runnable loop, Runnable ended) {
        return made(() -> new QueuedThread(this, loop, ended, nextName(), stackBytes));
    }

    /** A thread of a work-stealing pool; {@code retired} is called on it when it must not run more tasks. */
    ForkJoinWorkerThread newThread(ForkJoinPool owner, Runnable retired) {
        return made(() -> new ComputeThread(this, owner, retired, nextName()));
    }

    /** A thread that belongs to no pool. */
    public static Thread plain(String name, Runnable loop) {
        return made(() -> {
            Thread thread = new Thread(null, loop, name, 0, false);
            inheritNothing(thread);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Restores what a task may have changed of the current thread. Only looks when nothing was changed. */
    static void reset(Thread current) {
        boolean unused = Thread.interrupted();
        if (current.getContextClassLoader() != BASE) {
            current.setContextClassLoader(BASE);
        }
        normalPriority(current);
        if (current.getUncaughtExceptionHandler() != current.getThreadGroup()) {
            current.setUncaughtExceptionHandler(null); // its group again
        }
        if (current instanceof Worker worker && !current.getName().equals(worker.name())) {
            current.setName(worker.name());
        }
    }

    /** Sets what a new thread takes over from its maker otherwise. */
    private static void inheritNothing(Thread made) {
        made.setContextClassLoader(BASE);
        normalPriority(made);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on a priority: this undoes what a task may have set
    private static void normalPriority(Thread thread) {
        if (thread.getPriority() != Thread.NORM_PRIORITY) {
            thread.setPriority(Thread.NORM_PRIORITY);
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
    static final class QueuedThread extends Thread implements Worker {

        private final Workers workers;
        private final String name;
        private final Runnable ended;
        private final int born;
        private final AtomicReference<@Nullable PoolTask> current = new AtomicReference<>();
        private @Nullable Tally tally; // by this thread alone
        private boolean retired; // by this thread alone

        QueuedThread(Workers workers, Runnable loop, Runnable ended, String name, long stackBytes) {
            super(null, loop, name, stackBytes, false);
            this.workers = workers;
            this.name = name;
            this.ended = ended;
            this.born = workers.age.get();
            inheritNothing(this);
            setDaemon(true);
        }

        /** Whether it must not run another task; asked by this thread. */
        boolean spent() {
            return retired || born != workers.age.get();
        }

        @Override
        public void run() {
            Tally mine = workers.tallies.take();
            tally = mine;
            workers.alive.add(this);
            try {
                super.run();
            } catch (Renewal e) {
                // On purpose: its place is taken by a new thread.
            } finally {
                workers.alive.remove(this);
                tally = null;
                workers.tallies.giveBack(mine);
                ended.run();
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public @Nullable PoolTask current() {
            return current.get();
        }

        @Override
        public void current(@Nullable PoolTask task) {
            current.lazySet(task); // the task's own state change is the fence
        }

        @Override
        public @Nullable Tally tallyFor(Workers pool) {
            return pool == workers ? tally : null;
        }

        @Override
        public void retire() {
            retired = true;
        }
    }

    /** A thread of a work-stealing pool. */
    private static final class ComputeThread extends ForkJoinWorkerThread implements Worker {

        private final Workers workers;
        private final String name;
        private final Runnable retired;
        private final AtomicReference<@Nullable PoolTask> current = new AtomicReference<>();
        private @Nullable Tally tally; // by this thread alone

        ComputeThread(Workers workers, ForkJoinPool pool, Runnable retired, String name) {
            super(pool);
            this.workers = workers;
            this.name = name;
            this.retired = retired;
            setName(name);
            inheritNothing(this);
        }

        @Override
        protected void onStart() {
            super.onStart();
            tally = workers.tallies.take();
            workers.alive.add(this);
        }

        @Override
        protected void onTermination(@Nullable Throwable cause) {
            workers.alive.remove(this);
            Tally mine = tally;
            if (mine != null) { // null if it never began
                tally = null;
                workers.tallies.giveBack(mine);
            }
            super.onTermination(cause);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public @Nullable PoolTask current() {
            return current.get();
        }

        @Override
        public void current(@Nullable PoolTask task) {
            current.lazySet(task); // the task's own state change is the fence
        }

        @Override
        public @Nullable Tally tallyFor(Workers pool) {
            return pool == workers ? tally : null;
        }

        @Override
        public void retire() {
            retired.run();
        }
    }
}
