package io.mistersmith.eventbus.internal.core;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has a lane's events tried, and keeps those that wait for another try. A subject whose event failed moves to a line of its
 * own, in order; a timer brings the line back. So an event is never tried before an earlier one of its subject is settled,
 * but for a hurried one.
 *
 * <p>Only the lane's runner calls what is not said to be for any thread.
 *
 * @param <E> what waits in the lane
 */
final class Attempts<E> {

    private final Lane<E> lane;
    private final Dispatcher dispatcher;
    private final SettledCount settled;
    private final AtomicLong failed = new AtomicLong();
    private final Map<Object, Line<E>> lines = new HashMap<>(); // by the runner only
    private final Queue<Line<E>> due = new ConcurrentLinkedQueue<>();
    private int deferred; // events in lines; by the runner only
    private volatile boolean rearm;

    Attempts(Lane<E> lane, Dispatcher dispatcher, SettledCount settled) {
        this.lane = lane;
        this.dispatcher = dispatcher;
        this.settled = settled;
    }

    /** Attempts that threw. Any thread. */
    long failed() {
        return failed.get();
    }

    /** Events that wait in lines. */
    int deferred() {
        return deferred;
    }

    /** Whether a line may go on. Any thread. */
    boolean due() {
        return !due.isEmpty() || rearm;
    }

    /** Has every line that waits tried again now. Any thread. */
    void rearm() {
        rearm = true;
        lane.release();
    }

    /** A hurried event comes before those of its subject that are frozen. */
    void hurried(E event) {
        String subject = lane.subject(event);
        Line<E> line = subject == null ? null : lines.get(subject);
        if (line == null) {
            attempt(event, null);
            return;
        }
        line.events.addFirst(event);
        deferred++;
        ready(line);
    }

    /** An event came off the queue: tries it, or puts it behind those of its subject. */
    void queued(E event) {
        if (!lines.isEmpty()) {
            String subject = lane.subject(event);
            Line<E> line = subject == null ? null : lines.get(subject);
            if (line != null) {
                line.events.add(event);
                deferred++;
                return;
            }
        }
        attempt(event, null);
    }

    /** Tries an event, which is the head of its line if it has one; false: it goes on later. */
    private boolean attempt(E event, @Nullable Line<E> line) {
        int attempt = line == null ? 1 : line.attempt;
        Lane.Result result;
        try {
            result = lane.deliver(event, attempt);
        } catch (Throwable failure) { // whatever a handler throws, the lane goes on
            return failed(event, attempt, line, failure);
        }
        if (result == Lane.Result.LATER) {
            Line<E> waiting = line == null ? defer(event) : line;
            waiting.resting = true;
            waiting.armed.set(true);
            var unused = lane.rest().whenComplete((nothing, failure) -> {
                waiting.failure = failure; // seen by the runner: armed and due come after it
                ready(waiting);
            });
            return false;
        }
        if (result == Lane.Result.HANDLED) {
            lane.handled(event);
        }
        settled.increment();
        return true;
    }

    private boolean failed(E event, int attempt, @Nullable Line<E> line, Throwable failure) {
        lane.here.event = null;
        failed.incrementAndGet();
        long now = lane.millis();
        Lane.Retry retry = lane.retry();
        if (attempt >= retry.attempts() || failure instanceof Lane.Unretryable) {
            Throwable cause = failure instanceof Lane.Unretryable u ? u.getCause() : failure;
            lane.exhausted(
                    event,
                    attempt,
                    Failures.readable(cause),
                    line == null || line.firstMillis == 0 ? now : line.firstMillis);
            settled.increment();
            return true;
        }
        Line<E> waiting = line == null ? defer(event) : line;
        waiting.attempt = attempt + 1;
        waiting.firstMillis = waiting.firstMillis == 0 ? now : waiting.firstMillis;
        waiting.armed.set(true);
        Runnable back = () -> ready(waiting);
        boolean unused = dispatcher.after(retry.backoff().delay(attempt), back, back); // no pools: revived() sees to it
        return false;
    }

    private Line<E> defer(E event) {
        String subject = lane.subject(event);
        Line<E> line = new Line<>(subject == null ? new Object() : subject);
        line.events.add(event);
        lines.put(line.key, line);
        deferred++;
        return line;
    }

    /** Any thread. */
    private void ready(Line<E> line) {
        if (line.armed.compareAndSet(true, false)) {
            due.add(line);
            lane.release();
        }
    }

    /** Lets one line go on, if one is due. */
    boolean resumeOne() {
        if (lines.isEmpty() && !rearm) {
            return false;
        }
        if (rearm) {
            rearm = false;
            for (Line<E> line : lines.values()) {
                if (!line.resting && line.armed.compareAndSet(true, false)) {
                    due.add(line);
                }
            }
        }
        Line<E> line = due.poll();
        if (line == null) {
            return false;
        }
        if (line.resting && !rested(line)) {
            return true;
        }
        for (E event = line.events.peek(); event != null; event = line.events.peek()) {
            if (lane.ended() || lane.paused()) {
                due.add(line);
                return true;
            }
            if (lane.frozen(event)) {
                line.armed.set(true);
                return true;
            }
            if (!attempt(event, line)) {
                return true;
            }
            next(line);
        }
        lines.remove(line.key);
        return true;
    }

    /** What the head of a line waited for came; false: that failed, and the line waits for another try. */
    private boolean rested(Line<E> line) {
        E event = line.events.element();
        Throwable failure = line.failure;
        line.resting = false;
        line.failure = null;
        if (failure == null) {
            lane.handled(event);
            settled.increment();
        } else if (!failed(event, line.attempt, line, failure)) {
            return false;
        }
        next(line);
        return true;
    }

    private void next(Line<E> line) {
        line.events.remove();
        line.attempt = 1;
        line.firstMillis = 0;
        deferred--;
    }

    /** Forgets the lines; gives what waited in them. */
    void clear(Consumer<? super E> waited) {
        for (Line<E> line : lines.values()) {
            line.events.forEach(waited);
        }
        lines.clear();
        due.clear();
        rearm = false;
        deferred = 0;
    }

    /** Events of one subject, the first of which failed or is not yet settled; by the lane's runner only. */
    private static final class Line<E> {

        final Object key;
        final ArrayDeque<E> events = new ArrayDeque<>();
        /** Whether somebody will call {@link Attempts#ready}; who clears it makes the line due. */
        final AtomicBoolean armed = new AtomicBoolean();

        int attempt = 1;
        long firstMillis;
        /** Whether its head was called and waits for {@link Lane#rest}. */
        boolean resting;

        /** Why that failed; null: it did not. */
        @Nullable
        Throwable failure;

        Line(Object key) {
            this.key = key;
        }
    }
}
