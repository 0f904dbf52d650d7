package io.mistersmith.gateway.internal.intake;

import io.mistersmith.gateway.internal.intake.ByteChunk.Fit;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines. A line that is too long is told of once, as soon as that is known, and its rest is
 * skipped without being kept. For one thread at a time.
 */
final class LineSplitter {

    /** One line that is not blank: its bytes without the line end, or why they were not kept. */
    static final class Line {

        private final long number;
        private final byte[] bytes;
        private final Fit fit;

        Line(long number, byte[] bytes, Fit fit) {
            this.number = number;
            this.bytes = bytes;
            this.fit = fit;
        }

        /** Its place in the stream, blank lines counted, from 1. */
        long number() {
            return number;
        }

        /** Its bytes, counted in the budget until whoever got them releases them; empty unless they fit. */
        byte[] bytes() {
            return bytes;
        }

        Fit fit() {
            return fit;
        }
    }

    private static final byte[] NONE = {};

    private final Budget budget;
    private final IntSupplier max;
    private final ByteChunk begun;
    private byte[] input = NONE;
    private int at;
    private int end;
    private long number = 1;
    private boolean skipping;

    LineSplitter(Budget budget, IntSupplier max) {
        this.budget = budget;
        this.max = max;
        begun = new ByteChunk(budget);
    }

    /** Gives it bytes, when {@link #next} found none left. They are read until then, not copied. */
    void feed(byte[] bytes, int length) {
        input = bytes;
        at = 0;
        end = length;
    }

    /** Place of the line that the next byte belongs to. */
    long number() {
        return number;
    }

    /** Whether some of that line is there already. */
    boolean midLine() {
        return skipping || !begun.isEmpty();
    }

    boolean hungry() {
        return at == end;
    }

    /** The next whole line; null when more bytes are needed. */
    @Nullable
    Line next() {
        while (at < end) {
            int newline = newline();
            Fit fit = skipping ? Fit.TAKEN : begun.append(input, at, newline - at, max.getAsInt());
            at = newline;
            if (fit != Fit.TAKEN) {
                return refuse(fit);
            }
            if (at == end) {
                return null;
            }
            at++;
            Line line = skipping ? null : whole();
            skipping = false;
            number++;
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    /** What stands after the last line end; null when that is nothing. */
    @Nullable
    Line last() {
        return skipping ? null : whole();
    }

    void clear() {
        begun.clear();
        feed(NONE, 0);
    }

    private Line refuse(Fit fit) {
        begun.clear();
        skipping = true;
        return new Line(number, NONE, fit);
    }

    private int newline() {
        for (int i = at; i < end; i++) {
            if (input[i] == '\n') {
                return i;
            }
        }
        return end;
    }

    private @Nullable Line whole() {
        if (begun.isEmpty()) {
            return null;
        }
        byte[] line = begun.take();
        int length = line.length;
        while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == ' ' || line[length - 1] == '\t')) {
            length--;
        }
        budget.release(line.length - (long) length);
        return length == 0
                ? null
                : new Line(number, length == line.length ? line : Arrays.copyOf(line, length), Fit.TAKEN);
    }
}
