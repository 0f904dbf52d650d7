package io.mistersmith.gateway.internal.intake;

import java.util.Arrays;

/** Bytes that arrive in pieces, up to a limit, each counted in the {@link Budget}. For one thread at a time. */
final class ByteChunk {

    /** Whether bytes found room. */
    enum Fit {
        TAKEN,
        TOO_LONG,
        NO_BUDGET
    }

    private static final byte[] NONE = {};

    private final Budget budget;
    private byte[] bytes = NONE;
    private int size;

    ByteChunk(Budget budget) {
        this.budget = budget;
    }

    /** Adds bytes; when they do not fit, what was there stays and nothing is added. */
    Fit append(byte[] from, int offset, int length, int max) {
        long needed = (long) size + length;
        if (needed > max) {
            return Fit.TOO_LONG;
        }
        if (needed > bytes.length && !grow((int) needed, max)) {
            return Fit.NO_BUDGET;
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
        return Fit.TAKEN;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Hands the bytes over; whoever takes them releases as many as their length. */
    byte[] take() {
        byte[] taken = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        budget.release(bytes.length - (long) taken.length);
        bytes = NONE;
        size = 0;
        return taken;
    }

    void clear() {
        budget.release(bytes.length);
        bytes = NONE;
        size = 0;
    }

    private boolean grow(int needed, int max) {
        int capacity = (int) Math.max(needed, Math.min(max, 2L * bytes.length));
        if (!budget.reserve(capacity - (long) bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }
}
