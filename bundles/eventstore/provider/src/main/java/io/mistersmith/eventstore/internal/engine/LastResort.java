package io.mistersmith.eventstore.internal.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs callers' code while there is no pool that does: on a few threads of the store's own, which are made when they are
 * needed and end when they have been idle. It refuses nothing and need not be closed; {@link Completions} bounds what waits.
 */
final class LastResort implements Executor {

    private final ThreadPoolExecutor threads;

    LastResort(int size, Duration idle) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                size, size, idle.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "smith-store-callback-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** How many threads there are now. */
    int size() {
        return threads.getPoolSize();
    }
}
