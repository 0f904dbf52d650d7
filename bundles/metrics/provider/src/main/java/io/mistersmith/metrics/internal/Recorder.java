package io.mistersmith.metrics.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts values 0..2^63-1 in buckets whose width is 1/64 of their lower bound, so that the middle of a bucket is within
 * 0.8 % of every value in it.
 *
 * <p>Each power of two has a chunk of 64 buckets, made when the first value of that size comes: a series of durations
 * between 1 and 100 ms costs 4 KB. Recording takes no lock, and allocates nothing but those chunks.
 *
 * <p>Count, sum, minimum and maximum are exact. While updates are sampled, a value that is not chosen is only counted in
 * {@code pending}, without its bucket; the next chosen value, or the next reader, counts all that are pending in the bucket of
 * the last chosen one. So the buckets always add up to the count, and none ever falls. That transfer is made under a lock,
 * which readers hold while they copy; a recorder that does not get it at once leaves the transfer to the next.
 *
 * <p>Order: a recorder raises the maximum and adds to the sum before it counts; a reader looks at the counts before the
 * rest. So a value that is seen counted is also seen in minimum, maximum and sum.
 */
final class Recorder {

    private static final int BITS = 6;
    static final int BUCKETS = 1 << BITS;
    static final int CHUNKS = 64 - BITS;

    static final long[] NO_COUNTS = {};

    private final AtomicReferenceArray<AtomicLongArray> chunks = new AtomicReferenceArray<>(CHUNKS);
    private final LongAdder sum = new LongAdder();
    private final AtomicLong min = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong max = new AtomicLong(-1);

    private final LongAdder pending = new LongAdder();
    private final ReentrantLock transfer = new ReentrantLock();
    private final SlidingWindow recent; // guarded by transfer
    private final Sampling sampling;

    /** The last chosen value while updates are sampled; -1 before the first. */
    private volatile long representative = -1;

    /** Records every value. */
    Recorder() {
        this(new Sampling());
    }

    /** Records the values that are chosen, each together with those that were not. */
    Recorder(Sampling sampling) {
        this(sampling, new WindowSettings(System::nanoTime));
    }

    Recorder(Sampling sampling, WindowSettings window) {
        this.sampling = sampling;
        this.recent = new SlidingWindow(window);
    }

    void record(long value) {
        long positive = Math.max(0, value);
        if (positive > max.get()) {
            max.accumulateAndGet(positive, Math::max);
        }
        if (positive < min.get()) {
            min.accumulateAndGet(positive, Math::min);
        }
        sum.add(positive);
        if (sampling.all()) {
            count(positive, 1);
        } else if (representative >= 0 && !sampling.chosen()) {
            pending.increment();
        } else {
            representative = positive;
            count(positive, 1);
            if (transfer.tryLock()) {
                try {
                    count(positive, pending.sumThenReset());
                } finally {
                    transfer.unlock();
                }
            }
        }
    }

    private void count(long positive, long times) {
        int chunk = chunkOf(positive);
        AtomicLongArray buckets = chunks.get(chunk);
        if (buckets == null) {
            buckets = firstOf(chunk);
        }
        buckets.getAndAdd(bucketOf(positive, chunk), times);
    }

    private AtomicLongArray firstOf(int chunk) {
        AtomicLongArray mine = new AtomicLongArray(BUCKETS);
        AtomicLongArray theirs = chunks.compareAndExchange(chunk, null, mine);
        return theirs == null ? mine : theirs;
    }

    long count() {
        transfer.lock();
        try {
            long count = pending.sum();
            for (int i = 0; i < CHUNKS; i++) {
                AtomicLongArray buckets = chunks.get(i);
                for (int j = 0; buckets != null && j < BUCKETS; j++) {
                    count += buckets.get(j);
                }
            }
            return count;
        } finally {
            transfer.unlock();
        }
    }

    RecordedDistribution snapshot() {
        long[][] counts = new long[CHUNKS][];
        transfer.lock();
        try {
            long last = representative;
            if (last >= 0) {
                count(last, pending.sumThenReset());
            }
            for (int i = 0; i < CHUNKS; i++) {
                AtomicLongArray buckets = chunks.get(i);
                counts[i] = buckets == null ? NO_COUNTS : copy(buckets);
            }
            return new RecordedDistribution(counts, sum.sum(), min.get(), max.get(), recent.counts(counts));
        } finally {
            transfer.unlock();
        }
    }

    private static long[] copy(AtomicLongArray buckets) {
        long[] counts = new long[BUCKETS];
        for (int j = 0; j < BUCKETS; j++) {
            counts[j] = buckets.get(j);
        }
        return counts;
    }

    /** 0 for 0..63, 1 for 64..127, 2 for 128..255 and so on. */
    static int chunkOf(long value) {
        return Math.max(0, 64 - BITS - Long.numberOfLeadingZeros(value));
    }

    static int bucketOf(long value, int chunk) {
        return (int) (value >>> Math.max(0, chunk - 1)) & (BUCKETS - 1);
    }

    /** The value that stands for all of a bucket. */
    static long middleOf(int chunk, int bucket) {
        if (chunk == 0) {
            return bucket;
        }
        long low = (long) (BUCKETS + bucket) << (chunk - 1);
        return low + ((1L << (chunk - 1)) - 1) / 2;
    }
}
