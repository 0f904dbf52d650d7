package io.mistersmith.gateway.internal.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds a stream's answers back until all before them are known, so that they go out in the order of the lines.
 *
 * <p>A slot may be settled on any thread; everything else is for one thread at a time.
 */
final class AnswerWindow {

    /** The place of one answer. */
    final class Slot {

        private final long line;
        private final int bytes;
        private final long opened;
        private final AtomicReference<@Nullable String> answer = new AtomicReference<>();

        Slot(long line, int bytes, long opened) {
            this.line = line;
            this.bytes = bytes;
            this.opened = opened;
        }

        /** Gives the answer and releases what the event held; only the first one counts. */
        boolean settle(String text) {
            if (!answer.compareAndSet(null, text)) {
                return false;
            }
            budget.release(bytes);
            return true;
        }

        long line() {
            return line;
        }
    }

    private static final byte[] NONE = {};

    private final Deque<Slot> slots = new ArrayDeque<>();
    private final Budget budget;
    private long bytes;

    AnswerWindow(Budget budget) {
        this.budget = budget;
    }

    /** Opens the next place; {@code bytes} of the budget are released when it is settled. */
    Slot open(long line, int bytes, long nanoTime) {
        Slot slot = new Slot(line, bytes, nanoTime);
        slots.add(slot);
        this.bytes += bytes;
        return slot;
    }

    boolean hasRoom(Limits limits) {
        return slots.size() < limits.window() && (slots.isEmpty() || bytes < limits.maxRequestBytes());
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** The answers whose turn it is, each a line; none when the first is not known yet. */
    byte[] ready() {
        StringBuilder lines = new StringBuilder();
        for (Slot first = slots.peek(); first != null; first = slots.peek()) {
            String answer = first.answer.get();
            if (answer == null) {
                break;
            }
            lines.append(answer).append('\n');
            slots.remove();
            bytes -= first.bytes;
        }
        return lines.isEmpty() ? NONE : lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Settles what was opened longer ago than this. */
    void expire(long nanoTime, Duration timeout) {
        for (Slot slot : slots) {
            if (nanoTime - slot.opened < timeout.toNanos()) {
                return;
            }
            slot.settle(LineStream.refusal(slot.line(), Problem.noAnswer(timeout)));
        }
    }

    /** Settles everything: nobody will read the answers. */
    void abandon() {
        slots.forEach(slot -> slot.settle(""));
        slots.clear();
    }
}
