package io.mistersmith.metrics.shell;

import org.jspecify.annotations.Nullable;

/** Values as commands show them. */
final class Figures {

    private static final double NANOS = 1e9;

    private Figures() {}

    /** A whole number as one, others as they are; null for what is no number, because JSON has none for it. */
    static @Nullable Number number(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return (long) value;
        }
        return value;
    }

    /** A recorded value in the unit of its family; nanoseconds become seconds. */
    static @Nullable Number recorded(double value, boolean timer) {
        return timer ? number(value / NANOS) : number(value);
    }
}
