package io.mistersmith.threads.internal.engine;

import java.time.Duration;

/**
 * How large one pool is; checks itself and is replaced as one.
 *
 * @param size threads
 * @param queueSize tasks that may wait while all threads are busy
 * @param keepAlive after this time without work a thread ends
 * @param stackBytes stack of a new thread, 0 for the JVM's default
 */
public record PoolSettings(int size, int queueSize, Duration keepAlive, long stackBytes) {

    public static final int MAX_SIZE = 4_096;
    static final int MAX_QUEUE = 1_048_576;

    public PoolSettings {
        Check.range("size", size, 1, MAX_SIZE, "threads");
        Check.range("queue.size", queueSize, 1, MAX_QUEUE, "tasks");
        Check.range("keep.alive.ms", keepAlive.toMillis(), 1, 3_600_000, "ms");
        Check.range("stack.size", stackBytes, 0, 1L << 30, "bytes");
    }

    /** Refuses values outside a range with the offending text. */
    public static final class Check {

        private Check() {}

        public static void range(String key, long value, long min, long max, String unit) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(
                        key + "=" + value + " is not within " + min + ".." + max + " " + unit);
            }
        }
    }
}
