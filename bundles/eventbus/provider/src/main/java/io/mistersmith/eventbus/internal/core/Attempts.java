package io.mistersmith.eventbus.internal.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the handler with a lane's events, and keeps those that wait for another attempt. A subject whose event failed moves to
 * a line of its own, in order; a timer brings the line back. So no event is tried before an earlier one of its subject is
 * settled, except an urgent one.
 *
 * <p>Only the lane's runner calls methods that are not marked "any thread".
 *
 * @param <E> what waits in the lane
 */
final class Attempts<E> {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration NOTE_AGAIN = Duration.ofSeconds(1);

    private final Lane<E> lane;
    private final Dispatcher dispatcher;
    private final SettledCount settled;
    private final AtomicLong failed = new AtomicLong();
    private final Map<Object, Line<E>> lines = new HashMap<>(); // by the runner only
    private final Queue<Line<E>> due = new ConcurrentLinkedQueue<>();
    private final Queue<Line<E>> rested = new ConcurrentLinkedQueue<>();
    private final Set<Line<E>> planned = ConcurrentHashMap.newKeySet(); // lines in BACKOFF, for display
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

    /** Whether there are lines at all. */
    boolean any() {
        return !lines.isEmpty() || rearm;
    }

    /** Whether a line may go on. Any thread. */
    boolean due() {
        return !due.isEmpty() || rearm;
    }

    /** Whether an event whose call has returned can be settled, which needs no admission. Any thread. */
    boolean settles() {
        return !rested.isEmpty();
    }

    /** Subjects whose next attempt is planned, and when the first of them is due. Any thread. */
    Lane.Planned planned() {
        int count = 0;
        long next = Long.MAX_VALUE;
        for (Line<E> line : planned) {
            count++;
            next = Math.min(next, line.state().dueMillis());
        }
        return new Lane.Planned(count, next);
    }

    /** Has every line that waits for a time or for room tried again now. Any thread. */
    void rearm() {
        rearm = true;
        lane.release();
    }

    /** An urgent event comes before those of its subject that wait. */
    void urgent(E event) {
        String subject = lane.subject(event);
        Line<E> line = subject == null ? null : lines.get(subject);
        if (line == null) {
            attempt(event, null);
            return;
        }
        if (line.called || line.state().phase() == Phase.RESTING) { // its head was called: that call ends first
            E head = line.events.remove();
            line.events.addFirst(event);
            line.events.addFirst(head);
            deferred++;
            return;
        }
        line.events.addFirst(event);
        deferred++;
        State before = Objects.requireNonNull(line.state.getAndSet(State.FIRST));
        planned.remove(line);
        if (before.phase() != Phase.DUE) {
            due.add(line);
        }
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
        State before = line == null ? State.FIRST : line.state();
        if (line != null && line.called) {
            return conclude(event, before, line, line.failure);
        }
        Lane.Result result;
        try {
            result = lane.deliver(event, before.attempt());
        } catch (Lane.Unavailable away) { // no attempt was made
            Line<E> waiting = line == null ? defer(event) : line;
            waiting.state.set(before.to(Phase.DUE));
            due.add(waiting);
            return false;
        } catch (Throwable failure) { // whatever a handler throws, the lane goes on
            failed.incrementAndGet();
            return conclude(event, before, line, failure);
        }
        if (result == Lane.Result.LATER) {
            rest(line == null ? defer(event) : line, before.to(Phase.RESTING));
            return false;
        }
        if (result == Lane.Result.HANDLED) {
            return conclude(event, before, line, null);
        }
        settled.increment();
        return true;
    }

    /**
     * Notes what came of a call, which has ended and is counted; false: the event goes on later. If noting it fails, the event
     * keeps its place and its attempt: it is noted again after a while, without another call.
     */
    private boolean conclude(E event, State before, @Nullable Line<E> line, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                lane.handled(event);
            } else if (fails(before, failure)) {
                exhausted(event, before.attempt(), failure, first(before));
            } else {
                State next = again(before);
                plan(line == null ? defer(event) : line, next);
                return false;
            }
        } catch (Throwable unnoted) { // out of memory, or an Error of a class that is not ours
            State same = new State(
                    Phase.BACKOFF, before.attempt(), before.firstMillis(), lane.millis() + NOTE_AGAIN.toMillis());
            Line<E> waiting = line == null ? defer(event) : line;
            waiting.called = true;
            waiting.failure = failure;
            plan(waiting, same);
            warn(unnoted);
            return false;
        }
        settled.increment();
        return true;
    }

    private void rest(Line<E> line, State resting) {
        line.state.set(resting);
        var unused = lane.rest().whenComplete((nothing, failure) -> {
            line.failure = failure; // seen by the runner, which takes the line off the queue
            rested.add(line);
            lane.release();
        });
    }

    private boolean fails(State before, Throwable failure) {
        lane.here.event = null;
        return before.attempt() >= lane.retry().attempts() || failure instanceof Lane.Unretryable;
    }

    private void warn(Throwable unnoted) {
        try {
            LOG.warn(
                    "The end of a call could not be noted, trying again in {} s: {}",
                    NOTE_AGAIN.toSeconds(),
                    lane.handlerLabel(),
                    unnoted);
        } catch (Throwable unprintable) {
            // the event matters, not its line in the log
        }
    }

    /** When the attempts of an event began to fail. */
    private long first(State before) {
        return before.firstMillis() == 0 ? lane.millis() : before.firstMillis();
    }

    private State again(State before) {
        Duration delay = lane.retry().backoff().delay(before.attempt());
        return new State(Phase.BACKOFF, before.attempt() + 1, first(before), lane.millis() + delay.toMillis());
    }

    /** Has the head of a line tried when this says; at once if there is no way to wait. */
    private void plan(Line<E> waiting, State backoff) {
        waiting.state.set(backoff);
        try {
            planned.add(waiting);
            Runnable back = () -> {
                wake(waiting, backoff);
                lane.release();
            };
            Duration delay = Duration.ofMillis(Math.max(0, backoff.dueMillis() - lane.millis()));
            boolean unused = dispatcher.after(delay, back, back); // no pools: revived() sees to it
        } catch (Throwable e) {
            rearm = true;
        }
    }

    /** Nothing that a failure does when it is read may leave its event unsettled: it is read once, guarded, in limited time. */
    private void exhausted(E event, int attempt, Throwable failure, long firstMillis) {
        Throwable cause = failure instanceof Lane.Unretryable wrapped ? wrapped.getCause() : failure;
        lane.exhausted(event, attempt, dispatcher.read(cause), firstMillis);
    }

    private Line<E> defer(E event) {
        String subject = lane.subject(event);
        Line<E> line = new Line<>(subject == null ? new Object() : subject);
        line.events.add(event);
        lines.put(line.key, line);
        deferred++;
        return line;
    }

    /** Makes a line due if it still waits for this. Any thread. */
    private void wake(Line<E> line, State waiting) {
        if (line.state.compareAndSet(waiting, waiting.to(Phase.DUE))) {
            planned.remove(line);
            due.add(line);
        }
    }

    /** Settles the head of a line, or plans its next attempt, if the stage that it waited for has completed. */
    boolean settleOne() {
        Line<E> line = rested.poll();
        if (line == null || lines.get(line.key) != line) {
            return line != null; // it was cleared meanwhile
        }
        E event = line.events.element();
        State before = line.state();
        Throwable failure = line.failure;
        line.failure = null;
        lane.rested(event);
        if (failure != null) {
            failed.incrementAndGet();
        }
        if (!conclude(event, before, line, failure)) {
            return true;
        }
        next(line);
        if (line.events.isEmpty()) {
            lines.remove(line.key);
        } else {
            due.add(line);
        }
        return true;
    }

    /** Lets one line go on, if one is due. */
    boolean resumeOne() {
        if (rearm) {
            rearm = false;
            for (Line<E> line : lines.values()) {
                State now = line.state();
                if (now.phase() == Phase.BACKOFF || now.phase() == Phase.FROZEN) {
                    wake(line, now);
                }
            }
        }
        Line<E> line = due.poll();
        if (line == null || lines.get(line.key) != line) {
            return line != null; // a timer brought back a line that was cleared
        }
        for (E event = line.events.peek(); event != null; event = line.events.peek()) {
            Lane.Admission admission = lane.ended() ? Lane.Admission.NONE : lane.admission();
            if (admission == Lane.Admission.NONE) {
                line.state.set(line.state().to(Phase.DUE));
                due.add(line);
                return true;
            }
            if (admission == Lane.Admission.URGENT && !lane.urgent(event)) {
                line.state.set(line.state().to(Phase.FROZEN));
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

    private void next(Line<E> line) {
        line.events.remove();
        line.called = false;
        line.failure = null;
        line.state.set(State.FIRST);
        deferred--;
    }

    /** Forgets the lines; gives what waited in them. */
    void clear(Consumer<? super E> waited) {
        for (Line<E> line : lines.values()) {
            line.events.forEach(waited);
        }
        lines.clear();
        due.clear();
        rested.clear();
        planned.clear();
        rearm = false;
        deferred = 0;
    }

    /**
     * The phases of a line.
     *
     * <p>DUE --the runner tries its head--&gt; gone, when all are settled; BACKOFF, when the attempt failed; RESTING, when the
     * call returned but its stage has not completed; FROZEN, when only urgent events are admitted; DUE again, when none are.
     * BACKOFF --timer, or {@link #rearm}--&gt; DUE. FROZEN --{@link #rearm}--&gt; DUE. RESTING --its stage--&gt; BACKOFF, or
     * settled and DUE for the next event. An urgent event makes a line in BACKOFF or FROZEN due.
     *
     * <p>A line that is DUE is in {@link #due} exactly once. Only BACKOFF is left by other threads than the runner, by
     * compare-and-set of the whole record: a timer that comes late finds another record.
     */
    private enum Phase {
        DUE,
        BACKOFF,
        RESTING,
        FROZEN
    }

    /** The state of a line: its phase, the next attempt of its head, since when that fails, and when the attempt is planned. */
    private record State(Phase phase, int attempt, long firstMillis, long dueMillis) {

        static final State FIRST = new State(Phase.DUE, 1, 0, 0);

        State to(Phase next) {
            return new State(next, attempt, firstMillis, 0);
        }
    }

    /** Events of one subject, the first of which failed or is not yet settled; by the lane's runner only. */
    private static final class Line<E> {

        final Object key;
        final ArrayDeque<E> events = new ArrayDeque<>();
        final AtomicReference<State> state = new AtomicReference<>(State.FIRST);

        /** The call of its head has ended, but what came of it could not be noted. */
        boolean called;

        /**
         * Why the call of its head failed, if it is to be noted again, or the stage of its head: then written before the line
         * enters {@code rested}, read after.
         */
        @Nullable
        Throwable failure;

        Line(Object key) {
            this.key = key;
        }

        State state() {
            return Objects.requireNonNull(state.get());
        }
    }
}
