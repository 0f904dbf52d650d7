package io.mistersmith.eventstore.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue in front of a committer. What was offered counts against the limits until it is released, which is
 * when its caller is told, so that slow callers bound themselves too. Thread-safe; {@link #take} is for one thread.
 *
 * @param <W> what is committed
 */
public final class Intake<W extends Intake.Load> {

    /** What waits. */
    public interface Load {

        /** Events that it appends; 0 when it appends none, and then it does not count as an append. */
        int events();

        /** Bytes of what it writes. */
        long bytes();
    }

    /**
     * How much may wait, and how groups are made.
     *
     * @param events that may wait
     * @param bytes of appends that may wait, and the same of other calls; one call above it is taken when no other of its kind
     *     waits
     * @param others calls that append nothing and may wait
     * @param groupEvents of one group
     * @param groupBytes of one group
     * @param fillNanos wait at most so long for a group as large as the last
     */
    public record Limits(int events, long bytes, int others, int groupEvents, long groupBytes, long fillNanos) {}

    /** What became of an offer. */
    public enum Answer {
        TAKEN,
        FULL,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<W> waiting = new ArrayDeque<>(); // guarded by lock, as all below
    private Limits limits;
    private int heldEvents;
    private long heldBytes;
    private int heldOthers;
    private long heldOtherBytes;
    private int wanted = Integer.MAX_VALUE;
    private int lastGroup = 1;
    private boolean closed;

    public Intake(Limits limits) {
        this.limits = limits;
    }

    /** Replaces the limits; what waits stays. */
    public void limits(Limits now) {
        lock.lock();
        try {
            limits = now;
        } finally {
            lock.unlock();
        }
    }

    /** Takes it in, unless too much waits or the intake is closed. */
    public Answer offer(W work) {
        lock.lock();
        try {
            if (closed) {
                return Answer.CLOSED;
            }
            if (!fits(work)) {
                return Answer.FULL;
            }
            hold(work, 1);
            waiting.add(work);
            if (waiting.size() >= wanted) {
                wanted = Integer.MAX_VALUE;
                arrived.signal();
            }
            return Answer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** The caller is told; it does not count any more. */
    public void release(W work) {
        lock.lock();
        try {
            hold(work, -1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the next group, in the order of offers; waits for its first, then briefly for more.
     *
     * @param idleNanos how long to wait for the first
     * @return empty if nothing came in that time, or the intake is closed
     */
    public List<W> take(long idleNanos) throws InterruptedException {
        lock.lock();
        try {
            long idle = idleNanos;
            while (waiting.isEmpty() && !closed) {
                if (idle <= 0) {
                    return List.of();
                }
                wanted = 1;
                idle = arrived.awaitNanos(idle);
            }
            long nanos = limits.fillNanos();
            while (waiting.size() < lastGroup && nanos > 0 && !closed) {
                wanted = lastGroup;
                nanos = arrived.awaitNanos(nanos);
            }
            wanted = Integer.MAX_VALUE;
            List<W> group = group();
            lastGroup = Math.max(1, group.size());
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it accepts nothing any more. */
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Closes; gives what nobody took, still held. */
    public List<W> close() {
        lock.lock();
        try {
            closed = true;
            List<W> left = new ArrayList<>(waiting);
            waiting.clear();
            arrived.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Events whose callers were not told yet. */
    public int heldEvents() {
        lock.lock();
        try {
            return heldEvents;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(W work) {
        if (work.events() == 0) {
            return heldOthers < limits.others()
                    && (heldOtherBytes == 0 || heldOtherBytes + work.bytes() <= limits.bytes());
        }
        return heldEvents + work.events() <= limits.events()
                && (heldBytes == 0 || heldBytes + work.bytes() <= limits.bytes());
    }

    private void hold(W work, int sign) {
        if (work.events() == 0) {
            heldOthers += sign;
            heldOtherBytes += sign * work.bytes();
        } else {
            heldEvents += sign * work.events();
            heldBytes += sign * work.bytes();
        }
    }

    private List<W> group() {
        List<W> group = new ArrayList<>(Math.min(waiting.size(), limits.groupEvents()));
        int events = 0;
        long bytes = 0;
        while (!waiting.isEmpty()) {
            W work = waiting.peek();
            int more = Math.max(1, work.events());
            boolean fits = events + more <= limits.groupEvents() && bytes + work.bytes() <= limits.groupBytes();
            if (!group.isEmpty() && !fits) {
                break;
            }
            events += more;
            bytes += work.bytes();
            group.add(waiting.remove());
        }
        return group;
    }
}
