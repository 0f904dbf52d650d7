package io.mistersmith.eventbus.internal.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts events that a lane is done with. One thread at a time writes, anybody reads.
 *
 * <p>Release writes are enough: who reads a count sees all that happened before it, and nobody decides upon the newest.
 */
@SuppressWarnings("UnusedVariable") // padding
public final class SettledCount extends SettledValue {

    private long p10, p11, p12, p13, p14, p15, p16, p17;

    /** Counts one; only by the lane's runner. */
    public void increment() {
        VALUE.setRelease(this, (long) VALUE.get(this) + 1);
    }

    /** How many there were. */
    public long get() {
        return (long) VALUE.getAcquire(this);
    }
}

/** The value stands between padding, away from what publishers read. */
@SuppressWarnings("UnusedVariable")
abstract class SettledPadding {

    private long p00, p01, p02, p03, p04, p05, p06, p07;
}

abstract class SettledValue extends SettledPadding {

    static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(SettledValue.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through VALUE
    private long value;
}
