package io.mistersmith.pools.internal.faults;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.PoolSettings;
import java.time.Duration;

/**
 * A pool of connections to a server that has faults.
 *
 * @param <R> what it lends
 */
public interface Victim<R> extends AutoCloseable {

    /**
     * How long things may take.
     *
     * @param size connections, all kept ready
     * @param acquire a call for a connection
     * @param connect opening one
     * @param answer each answer of the server
     */
    record Limits(int size, Duration acquire, Duration connect, Duration answer) {}

    /** The shipped settings with these limits. */
    static PoolSettings sizes(Limits limits) {
        PoolSettings shipped = PoolSettings.of(limits.size(), limits.size());
        return new PoolSettings(
                limits.size(),
                limits.size(),
                shipped.maxWaiting(),
                limits.acquire(),
                shipped.idleTimeout(),
                shipped.maxLifetime(),
                shipped.checkInterval(),
                shipped.validateAfter(),
                shipped.evictionInterval(),
                shipped.callTimeout(),
                shipped.leakThreshold(),
                shipped.leakReclaim());
    }

    /** From now on these, and those of the kind: with another number others. */
    void settings(PoolSettings sizes, int variant);

    /** The pool, as a bundle sees it. */
    ResourcePool<R> pool();

    /**
     * One round trip.
     *
     * @throws WrongAnswerException if the server said something else than it was asked for
     */
    void call(R resource, String text) throws Exception;

    @Override
    void close();

    /** An answer to another question. */
    final class WrongAnswerException extends Exception {

        private static final long serialVersionUID = 1L;

        /** This instead of that. */
        public WrongAnswerException(String asked, String answered) {
            super("asked for " + asked + ", the answer is " + answered);
        }
    }
}
