package io.mistersmith.resilience.internal.breaker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which threads make trial calls, so that one that is given up gives its place back. Of a trial that ends on another thread than
 * it began on nothing is known; its time bounds what that costs. Thread-safe.
 *
 * <p>An opening of the breaker is told from others by its number.
 */
final class Trials {

    private final Map<Thread, Long> running = new ConcurrentHashMap<>(); // at most the trials of one opening

    /** This thread makes one. */
    void began(long opening) {
        running.put(Thread.currentThread(), opening);
    }

    /** This thread makes none any more; false: it made none since this opening. */
    boolean ended(long opening) {
        return !running.isEmpty() && running.remove(Thread.currentThread(), opening);
    }

    /** The opening is over. */
    void forget() {
        running.clear();
    }
}
