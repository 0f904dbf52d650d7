package io.mistersmith.threads.internal.engine;

import io.mistersmith.plugincode.support.ThrowableReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what must run although no thread of a pool will: one after the other on a thread that begins with the first task and
 * ends after the last. Thread-safe.
 */
public final class SpareThread implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(SpareThread.class);

    private final ThrowableReader reader = new ThrowableReader(null);
    private final String name;
    private final Deque<Runnable> tasks = new ArrayDeque<>(); // guarded by this
    private @Nullable Thread thread; // guarded by this; null: nothing is left to run

    public SpareThread(String name) {
        this.name = name;
    }

    /**
     * Runs a task.
     *
     * @throws OutOfMemoryError if there is none for a thread; the task then waits for {@link #start} or the next task
     */
    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
        start();
    }

    /**
     * Makes the thread, if a task waits for it.
     *
     * @throws OutOfMemoryError if there is none for a thread
     */
    public synchronized void start() {
        if (thread == null && !tasks.isEmpty()) {
            Thread made = Workers.plain(name, this::runAll);
            made.start();
            thread = made;
        }
    }

    private void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable e) { // whatever it is, the next one must run
                LOG.warn("Task failed on thread {}", name, reader.read(e).loggable());
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = tasks.poll();
        if (task == null) {
            thread = null;
            notifyAll();
        }
        return task;
    }

    /** Waits until nothing is left to run; false if something was when the time was over. */
    synchronized boolean awaitEnd(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; thread != null; left = deadline - System.nanoTime()) {
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
