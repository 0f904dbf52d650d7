package io.mistersmith.threads.internal.engine;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the tasks that are in a pool, waiting or running, and keeps them at or below a limit.
 *
 * <p>A place is taken by {@link #tryEnter} and given back through the {@link Tallies}, exactly once each. A task is never
 * refused while there is room. Lowering the limit evicts nobody: the count falls below it as tasks end.
 *
 * <p>Submitters count on one side and workers on the other, so that neither takes the other's cache line for each task. A
 * submitter looks at the workers' side only when what it saw there last does not prove that there is room: their counts
 * never fall, so an old look can only show too few places.
 */
final class Admission {

    /** What {@link #tryEnter} returns when there is no room. */
    static final long REFUSED = -1;

    /** Longs of a cache line. */
    private static final int PAD = 8;

    /** One count, in the middle: submitters write it for each task, and what workers read must not share its cache line. */
    private final AtomicLongArray entered = new AtomicLongArray(2 * PAD + 1);

    private final Tallies tallies;
    private volatile long leftSeen;
    private volatile int limit;

    Admission(int limit, Tallies tallies) {
        this.limit = limit;
        this.tallies = tallies;
    }

    /**
     * Takes a place.
     *
     * @return how many had come in before, or {@link #REFUSED}
     */
    long tryEnter() {
        // Not increment-then-look: the increment of one who is refused would make a third one be refused too, although
        // there is room for it.
        long now = entered.get(PAD);
        while (now - leftSeen < limit || roomAfterLook(now)) {
            long seen = entered.compareAndExchange(PAD, now, now + 1);
            if (seen == now) {
                return now;
            }
            now = seen;
        }
        return REFUSED;
    }

    private boolean roomAfterLook(long now) {
        // If another look overwrites ours with an older one, the next submitter looks again; nobody is let in for it.
        long left = tallies.leftCount();
        leftSeen = left;
        return now - left < limit;
    }

    /** Takes a place whether or not there is one. */
    void enter() {
        entered.getAndIncrement(PAD);
    }

    /** Gives a place back on a thread that is no worker of the pool. */
    void leave() {
        tallies.left();
    }

    void limit(int limit) {
        this.limit = limit;
    }

    int inside() {
        // The workers' side first: what comes and goes between the two looks then counts as inside.
        long left = tallies.leftCount();
        return (int) (entered.get(PAD) - left);
    }
}
