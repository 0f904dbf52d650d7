package io.mistersmith.eventbus.internal.durable;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of events that all durable subscriptions together have read and not settled. Thread-safe. */
final class ReadAhead {

    private final AtomicLong bytes = new AtomicLong();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    /** Written after a waiter is added and before the bytes are looked at; read after the bytes changed. So none is missed. */
    private volatile long below = Long.MIN_VALUE;

    void add(long more) {
        if (bytes.addAndGet(more) < below) {
            wake();
        }
    }

    long bytes() {
        return bytes.get();
    }

    /** Runs this once, soon, when there are fewer bytes than that; on whichever thread lowers them. */
    void whenBelow(long limit, Runnable then) {
        waiting.add(then);
        below = limit;
        if (bytes.get() < limit) {
            wake();
        }
    }

    private void wake() {
        below = Long.MIN_VALUE;
        for (Iterator<Runnable> all = waiting.iterator(); all.hasNext(); ) {
            Runnable one = all.next();
            all.remove();
            one.run();
        }
    }
}
