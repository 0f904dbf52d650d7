package io.mistersmith.threads.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the tasks that are in a pool, waiting or running, and keeps them at or below a limit.
 *
 * <p>A slot is taken by {@link #tryEnter} and given back by {@link #leave}, exactly once each. A task is never refused
 * while there is room. Lowering the limit evicts nobody: the count falls below it as tasks end.
 */
final class Admission {

    private final AtomicInteger inside = new AtomicInteger();
    private volatile int limit;

    Admission(int limit) {
        this.limit = limit;
    }

    boolean tryEnter() {
        // Not increment-then-look: the increment of one who is refused would make a third one be refused too, although
        // there is room for it.
        int now = inside.get();
        while (now < limit) {
            int seen = inside.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** Takes a place whether or not there is one. */
    void enter() {
        inside.getAndIncrement();
    }

    void leave() {
        inside.getAndDecrement();
    }

    void limit(int limit) {
        this.limit = limit;
    }

    int inside() {
        return inside.get();
    }
}
