package io.mistersmith.eventbus.internal.core;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to a handler one after the other. A subject whose event failed moves to a line of its own, in order, and
 * the lane goes on; a timer brings the line back.
 *
 * @param <E> what waits in it
 */
public abstract class Lane<E> extends Work {

    private static final int BATCH = 1024;
    private static final int BATCHES = 8;
    private static final int WORTH_A_YIELD = 64; // events; above what a lane gets when traffic is slow

    /** What became of a call. */
    protected enum Result {
        /** It counts as handled. */
        HANDLED,
        /** It was settled another way. */
        SETTLED,
        /** It counts as handled once {@link Lane#rest} completes; the subject waits, the lane goes on. */
        LATER
    }

    /** What this thread is doing, for who publishes during a call. */
    protected BusThread here = new BusThread(); // new for each run, see work(); racy reads by who looks for slow calls

    private final Dispatcher dispatcher;
    private final MessagePassingQueue<E> queue;
    private final SettledCount settled = new SettledCount();
    private final AtomicLong failed = new AtomicLong();
    private final Map<Object, Line<E>> lines = new HashMap<>(); // by the runner only
    private final Queue<Line<E>> due = new ConcurrentLinkedQueue<>();
    private final Queue<E> urgent = new ConcurrentLinkedQueue<>();
    private final int most;
    private int deferred; // events in lines; by the runner only
    private volatile boolean rearm;
    private volatile boolean hurries; // false: urgent is empty

    /** A lane that takes from this queue; {@code most} events may wait in lines before it stops to take. */
    protected Lane(Dispatcher dispatcher, MessagePassingQueue<E> queue, int most) {
        super(dispatcher);
        this.dispatcher = dispatcher;
        this.queue = queue;
        this.most = most;
    }

    /** The event's ordering key; null when it has none. */
    protected abstract @Nullable String subject(E event);

    /** Calls the handler. What it throws is a failed attempt. */
    protected abstract Result deliver(E event, int attempt) throws Exception;

    /** After {@link Result#LATER}: when the event is settled. If it fails, the attempt failed. */
    protected abstract CompletionStage<?> rest();

    /** The event is handled; nothing is left to do but to note it. */
    protected abstract void handled(E event);

    /** The last attempt failed. */
    protected abstract void exhausted(E event, int attempts, Throwable failure, long firstMillis);

    /** The subscription ended with this event still waiting. */
    protected abstract void discarded(E event);

    /** How it tries again. */
    protected abstract Retry retry();

    /** Whether the subscription holds events back. */
    protected abstract boolean paused();

    /** Whether no further event may be taken from the queue; those that wait for another try go on. */
    protected boolean saturated() {
        return false;
    }

    /** Whether this event, the first of its line, must not be tried until {@link #rearm}. */
    protected boolean frozen(E event) {
        return false;
    }

    /** Has every line that waits tried again now. */
    protected final void rearm() {
        rearm = true;
        release();
    }

    /** The time of failures. */
    protected long millis() {
        return System.currentTimeMillis();
    }

    /** Whether the subscription ended. */
    protected abstract boolean ended();

    /** Called when a run begins. */
    protected void began() {}

    /** Called now and then while it runs, and at the end of a run. */
    protected void progressed() {}

    /** How often to try, and when. */
    public record Retry(int attempts, Backoff backoff) {}

    /** Events that it is done with. */
    public final long settled() {
        return settled.get();
    }

    /** Attempts that threw. */
    public final long failed() {
        return failed.get();
    }

    /** Whether its thread is in a call; a glance from another thread. */
    final boolean inCall() {
        return here.event != null;
    }

    /** Bundle and class of what is called, for people. */
    public abstract String handlerLabel();

    @Override
    protected final boolean hasWork() {
        return !queue.isEmpty() || !due.isEmpty() || !urgent.isEmpty() || rearm;
    }

    @Override
    protected final boolean holds() {
        return !ended() && (paused() || (full() && due.isEmpty() && urgent.isEmpty() && !rearm));
    }

    private boolean full() {
        return deferred >= most || saturated();
    }

    /** Has this event tried before those that wait in the queue, and before those of its subject that are frozen. */
    protected final void hurry(E event) {
        urgent.add(event);
        hurries = true;
        release();
    }

    private @Nullable E hurried() {
        hurries = false; // before looking: who adds sets it again
        E event = urgent.poll();
        if (event != null) {
            hurries = true;
        }
        return event;
    }

    @Override
    protected final void revived() {
        rearm();
    }

    @Override
    protected final Outcome work() {
        // A young object: noting each event in an old one would cost a fence of the garbage collector per event.
        here = new BusThread();
        BusThread outer = BusThread.enter(here);
        try {
            began();
            return drain();
        } finally {
            here.event = null;
            try {
                progressed(); // still a thread of the bus: it may close the lane that it runs
            } finally {
                BusThread.exit(outer);
            }
        }
    }

    private Outcome drain() {
        int sinceYield = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int n = 0; n < BATCH; n++) {
                if (ended()) {
                    discardAll();
                    dispatcher.remove(this);
                    return Outcome.EMPTY;
                }
                if (holds()) {
                    return Outcome.HOLD;
                }
                if ((rearm || !lines.isEmpty()) && resumeOne()) {
                    continue;
                }
                E hurried = hurries ? hurried() : null;
                if (hurried != null) {
                    before(hurried);
                    continue;
                }
                E event = queue.relaxedPoll();
                if (event == null) {
                    if (sinceYield < WORTH_A_YIELD) {
                        return Outcome.EMPTY;
                    }
                    sinceYield = 0;
                    letOthersRun();
                    continue;
                }
                sinceYield++;
                first(event);
            }
            progressed();
        }
        return Outcome.AGAIN;
    }

    /**
     * Gives the core away once before the lane goes idle, if it was busy. While publishers and other lanes wait for a core,
     * more comes meanwhile, and nobody pays for waking this lane again; when nobody waits, it is one short system call. It
     * comes before the gate opens, so nothing depends on it but speed.
     */
    @SuppressWarnings("ThreadPriorityCheck") // a hint is what is wanted
    private static void letOthersRun() {
        Thread.yield();
    }

    /** A hurried event comes before those of its subject that are frozen. */
    private void before(E event) {
        String subject = subject(event);
        Line<E> line = subject == null ? null : lines.get(subject);
        if (line == null) {
            attempt(event, null);
            return;
        }
        line.events.addFirst(event);
        deferred++;
        ready(line);
    }

    private void first(E event) {
        if (!lines.isEmpty()) {
            String subject = subject(event);
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
        Result result;
        try {
            result = deliver(event, attempt);
        } catch (Throwable failure) { // whatever a handler throws, the lane goes on
            return failed(event, attempt, line, failure);
        }
        if (result == Result.LATER) {
            Line<E> waiting = line == null ? defer(event) : line;
            waiting.resting = true;
            waiting.armed.set(true);
            var unused = rest().whenComplete((nothing, failure) -> {
                waiting.failure = failure; // seen by the runner: armed and due come after it
                ready(waiting);
            });
            return false;
        }
        if (result == Result.HANDLED) {
            handled(event);
        }
        settled.increment();
        return true;
    }

    private boolean failed(E event, int attempt, @Nullable Line<E> line, Throwable failure) {
        here.event = null;
        failed.incrementAndGet();
        long now = millis();
        Retry retry = retry();
        if (attempt >= retry.attempts() || failure instanceof Unretryable) {
            Throwable cause = failure instanceof Unretryable u ? u.getCause() : failure;
            exhausted(
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
        boolean unused = dispatcher.after(retry.backoff().after(attempt), back, back); // no pools: revived() sees to it
        return false;
    }

    private Line<E> defer(E event) {
        String subject = subject(event);
        Line<E> line = new Line<>(subject == null ? new Object() : subject);
        line.events.add(event);
        lines.put(line.key, line);
        deferred++;
        return line;
    }

    private void ready(Line<E> line) {
        if (line.armed.compareAndSet(true, false)) {
            due.add(line);
            release();
        }
    }

    /** Lets one line go on, if one is due. */
    private boolean resumeOne() {
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
            if (ended() || paused()) {
                due.add(line);
                return true;
            }
            if (frozen(event)) {
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
            handled(event);
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

    private void discardAll() {
        for (Line<E> line : lines.values()) {
            line.events.forEach(this::discard);
        }
        lines.clear();
        due.clear();
        rearm = false;
        deferred = 0;
        urgent.forEach(this::discard);
        urgent.clear();
        for (E event = queue.relaxedPoll(); event != null; event = queue.relaxedPoll()) {
            discard(event);
        }
    }

    private void discard(E event) {
        discarded(event);
        settled.increment();
    }

    /** A failure that trying again cannot mend. */
    public static final class Unretryable extends Exception {

        private static final long serialVersionUID = 1L;

        /** Because of this. */
        public Unretryable(Throwable cause) {
            super(cause);
        }

        @Override
        public synchronized Throwable getCause() {
            return java.util.Objects.requireNonNull(super.getCause());
        }
    }

    /** Events of one subject, the first of which failed or is not yet settled; by the lane's runner only. */
    private static final class Line<E> {

        final Object key;
        final ArrayDeque<E> events = new ArrayDeque<>();
        /** Whether somebody will call {@link Lane#ready}; who clears it makes the line due. */
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
