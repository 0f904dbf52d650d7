package io.mistersmith.eventbus.internal.core;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time to about a millisecond, for less than a system call: while many ask, a thread notes it; while few ask, there is no
 * thread and each gets the exact time. The thread is of its own, because the time must not stand still while a pool is busy.
 * Other clocks than the system's are read each time. Thread-safe.
 */
public final class CoarseClock {

    private static final Logger LOG = LoggerFactory.getLogger(CoarseClock.class);
    private static final int MANY = 1 << 12; // exact readings within a period that make the thread worthwhile
    private static final long PERIOD_MILLIS = 50;
    private static final int FEW = 1 << 12; // events within a period for which it is not
    private static final long TICK_MILLIS = 1;

    private final Clock clock;
    private final boolean costly;
    private final LongSupplier traffic;
    private volatile long noted; // 0: there is no thread; else written by it, under the lock of this
    private int exact; // racy on purpose: only a hint
    private long exactSince; // racy on purpose
    private @Nullable Thread thread; // guarded by this

    /** A clock whose thread ends when {@code traffic}, a count that grows, hardly grows. */
    public CoarseClock(Clock clock, LongSupplier traffic) {
        this.clock = clock;
        this.costly = clock.equals(Clock.systemUTC());
        this.traffic = traffic;
    }

    /** Milliseconds since 1970. */
    public long millis() {
        long now = noted;
        return now != 0 ? now : exactly();
    }

    private long exactly() {
        long now = clock.millis();
        if (costly && ++exact >= MANY) {
            boolean many = now - exactSince < PERIOD_MILLIS;
            exact = 0;
            exactSince = now;
            if (many) {
                start();
            }
        }
        return now;
    }

    private synchronized void start() {
        if (thread != null) {
            return;
        }
        try {
            Thread made = newThread();
            made.start();
            thread = made;
        } catch (OutOfMemoryError e) {
            LOG.debug("No memory for a thread: every reading stays exact", e);
        }
    }

    @SuppressWarnings("removal") // while it exists, a thread keeps the access control context of a publisher's callers
    private Thread newThread() {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread made = new Thread(null, this::run, "smith-eventbus-clock", 0, false);
            made.setDaemon(true);
            made.setContextClassLoader(CoarseClock.class.getClassLoader());
            return made;
        });
    }

    private synchronized void run() {
        Thread me = Thread.currentThread();
        long before = traffic.getAsLong();
        long since = clock.millis();
        while (thread == me) {
            long now = clock.millis();
            noted = now;
            if (now - since >= PERIOD_MILLIS || now < since) {
                long count = traffic.getAsLong();
                if (count - before < FEW) {
                    stop();
                    return;
                }
                before = count;
                since = now;
            }
            try {
                TimeUnit.MILLISECONDS.timedWait(this, TICK_MILLIS);
            } catch (InterruptedException e) {
                stop();
            }
        }
    }

    /** Ends the thread; readings are exact until it is needed again. */
    public synchronized void stop() {
        thread = null;
        noted = 0;
        notifyAll();
    }
}
