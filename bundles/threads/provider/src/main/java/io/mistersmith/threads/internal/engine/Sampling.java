package io.mistersmith.threads.internal.engine;

/**
 * Says which tasks' times are taken, so that three looks at the clock do not cost more than a small task.
 *
 * <p>A pool that gets less than about {@value #BUSY_PER_SECOND} tasks a second has all of them timed. A busier one has one in
 * {@value #STRIDE} timed, chosen without regard to the task, and each stands for {@value #STRIDE}: every task counts with
 * the inverse of its chance, so sums, counts and quantiles stay right.
 *
 * <p>Its fields are hints that submitters share without order: a lost write makes one choice late, never a weight wrong.
 */
final class Sampling {

    static final int STRIDE = 16;
    static final int BUSY_PER_SECOND = 50_000;

    private static final long BUSY_GAP_NANOS = 1_000_000_000L / BUSY_PER_SECOND;
    private static final int SHIFT = Long.numberOfLeadingZeros(STRIDE) + 1;

    private int stride = 1;
    private long lastNanos = System.nanoTime();

    /**
     * For how many tasks the times of this one stand.
     *
     * @param number of the task in the pool's life
     * @return 0 if its times are not taken
     */
    int weightOf(long number) {
        int now = stride;
        if (now != 1 && !chosen(number)) {
            return 0;
        }
        long clock = System.nanoTime();
        long gap = (clock - lastNanos) / now;
        lastNanos = clock;
        stride = gap < BUSY_GAP_NANOS ? STRIDE : 1;
        return now;
    }

    /** One in {@value #STRIDE}, scattered, so that tasks that come in a rhythm do not meet it. */
    static boolean chosen(long number) {
        return (number * 0x9E3779B97F4A7C15L) >>> SHIFT == 0;
    }
}
