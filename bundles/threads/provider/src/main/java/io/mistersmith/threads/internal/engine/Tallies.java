package io.mistersmith.threads.internal.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The tallies of a pool's workers, and one for tasks that others end. Thread-safe; sums never fall. */
final class Tallies {

    private final List<Tally> all = new CopyOnWriteArrayList<>();
    private final Queue<Tally> free = new ConcurrentLinkedQueue<>();
    private final LongAdder leftElsewhere = new LongAdder();
    private final LongAdder completedElsewhere = new LongAdder();
    private final LongAdder failedElsewhere = new LongAdder();

    /** For a new worker; nobody else writes it until {@link #giveBack}. */
    Tally take() {
        Tally used = free.poll();
        if (used != null) {
            return used;
        }
        Tally fresh = new Tally();
        all.add(fresh);
        return fresh;
    }

    void giveBack(Tally tally) {
        free.add(tally);
    }

    /** A task ran; {@code mine} is null on a thread that is no worker of this pool. */
    void ended(@Nullable Tally mine, boolean well) {
        if (mine != null) {
            mine.ended(well);
        } else {
            (well ? completedElsewhere : failedElsewhere).increment();
            leftElsewhere.increment();
        }
    }

    /** A task left without having run. */
    void left() {
        leftElsewhere.increment();
    }

    long leftCount() {
        return leftElsewhere.sum() + sum(Tally::leftCount);
    }

    long completedCount() {
        return completedElsewhere.sum() + sum(Tally::completedCount);
    }

    long failedCount() {
        return failedElsewhere.sum() + sum(Tally::failedCount);
    }

    private long sum(ToLongFunction<Tally> figure) {
        long sum = 0;
        for (Tally tally : all) {
            sum += figure.applyAsLong(tally);
        }
        return sum;
    }
}
