package io.mistersmith.threads.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one worker of a pool has finished; written by that worker alone, read by anybody.
 *
 * <p>A worker that ends hands its tally on to the next one, so a count never falls. Padded, because two workers' tallies in
 * one cache line make both slow.
 */
final class Tally {

    private static final VarHandle LEFT = handle("left");
    private static final VarHandle COMPLETED = handle("completed");
    private static final VarHandle FAILED = handle("failed");

    @SuppressWarnings("unused")
    private long pad0, pad1, pad2, pad3, pad4, pad5, pad6;

    private long left;
    private long completed;
    private long failed;

    @SuppressWarnings("unused")
    private long pad7, pad8, pad9, pad10, pad11, pad12, pad13;

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A task ran, and has left the pool. Release writes: what the task did is there for who sees it counted. */
    void ended(boolean well) {
        if (well) {
            COMPLETED.setRelease(this, completed + 1);
        } else {
            FAILED.setRelease(this, failed + 1);
        }
        left();
    }

    /** A task left the pool without having run. */
    void left() {
        LEFT.setRelease(this, left + 1);
    }

    long leftCount() {
        return (long) LEFT.getAcquire(this);
    }

    long completedCount() {
        return (long) COMPLETED.getAcquire(this);
    }

    long failedCount() {
        return (long) FAILED.getAcquire(this);
    }
}
