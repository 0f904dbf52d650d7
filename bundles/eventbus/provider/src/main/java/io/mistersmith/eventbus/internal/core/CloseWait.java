package io.mistersmith.eventbus.internal.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for calls to end: what {@code close} and {@code awaitIdle} of every subscription stand on. Thread-safe. */
public final class CloseWait {

    private static final Logger LOG = LoggerFactory.getLogger(CloseWait.class);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SLICE_MILLIS = 10; // bounds what a signal that nobody sent costs

    private volatile int waiters; // written under this, read by those who signal

    /** Something may have changed that somebody waits for; next to free when nobody does. */
    public void signal() {
        if (waiters != 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until the condition holds; false: the time was over first. */
    public synchronized boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        waiters++;
        try {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (end - System.nanoTime() <= 0) {
                    return false;
                }
                wait(Math.max(1, Math.min(left, SLICE_MILLIS)));
            }
            return true;
        } finally {
            waiters--;
        }
    }

    /**
     * Waits at most 5 s until none of the lanes runs, then interrupts and names those that do. Does not wait on a thread of
     * the bus.
     */
    public void awaitEnd(String subscription, List<? extends Lane<?>> lanes) {
        if (BusThread.current() != null) {
            return;
        }
        try {
            if (await(() -> lanes.stream().noneMatch(Work::running), CLOSE_NANOS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> stuck = new ArrayList<>();
        for (Lane<?> lane : lanes) {
            Thread thread = lane.runner();
            if (thread != null) {
                stuck.add(lane.handlerLabel() + ", thread=" + thread.getName());
                thread.interrupt();
            }
        }
        if (!stuck.isEmpty()) {
            LOG.warn(
                    "Closed with calls still running, which were interrupted: subscription={}, {}",
                    subscription,
                    stuck);
        }
    }
}
