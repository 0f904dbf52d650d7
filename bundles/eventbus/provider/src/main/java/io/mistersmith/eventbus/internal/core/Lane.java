package io.mistersmith.eventbus.internal.core;

import io.mistersmith.plugincode.support.ReadThrowable;
import io.mistersmith.resilience.Backoff;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to a handler one after the other, in the order of their queue. A subject whose event failed leaves that order
 * for one of its own, and the lane goes on: see {@link Attempts}.
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

    /** The events that a lane may take now. */
    public enum Admission {
        /** Every event. */
        ALL,
        /** Events that wait for another attempt, and urgent ones, but none of the queue. */
        STARTED,
        /** Urgent events only. */
        URGENT,
        /** None. Events whose call has returned are settled all the same. */
        NONE
    }

    /**
     * Attempts to come.
     *
     * @param subjects that wait for one
     * @param nextMillis when the first of them is due, in ms since 1970; {@code Long.MAX_VALUE} if there is none
     */
    public record Planned(int subjects, long nextMillis) {}

    /** What this thread is doing, for who publishes during a call. */
    protected BusThread here = new BusThread(); // new for each run, see work(); racy reads by who looks for slow calls

    private final Dispatcher dispatcher;
    private final MessagePassingQueue<E> queue;
    private final SettledCount settled = new SettledCount();
    private final Attempts<E> attempts;
    private final Queue<E> urgent = new ConcurrentLinkedQueue<>();
    private volatile boolean hurries; // false: urgent is empty

    /** A lane that takes from this queue. */
    protected Lane(Dispatcher dispatcher, MessagePassingQueue<E> queue) {
        super(dispatcher);
        this.dispatcher = dispatcher;
        this.attempts = new Attempts<>(this, dispatcher, settled);
        this.queue = queue;
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
    protected abstract void exhausted(E event, int attempts, ReadThrowable failure, long firstMillis);

    /** The subscription ended with this event still waiting. */
    protected abstract void discarded(E event);

    /** How it tries again. */
    protected abstract Retry retry();

    /**
     * Decides which events may be taken now: the only place where the flow of a subscription is controlled. Asked before each
     * event. Whoever widens the answer calls {@link #release} or, from URGENT, {@link #rearm}.
     */
    protected abstract Admission admission();

    /** Whether this event may be tried while only urgent ones are admitted. */
    protected boolean urgent(E event) {
        return false;
    }

    /** The stage of {@link #rest} has completed, for this event. */
    protected void rested(E event) {}

    /** Events that were taken off the queue and wait for another attempt or for their stage; for the lane's runner. */
    protected final int deferred() {
        return attempts.deferred();
    }

    /** Attempts to come. Any thread. */
    public final Planned planned() {
        return attempts.planned();
    }

    /** Has every line that waits tried again now. */
    protected final void rearm() {
        attempts.rearm();
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
        return attempts.failed();
    }

    /** Whether its thread is in a call; a glance from another thread. */
    final boolean inCall() {
        return here.event != null;
    }

    /** Bundle and class of what is called, for people. */
    public abstract String handlerLabel();

    @Override
    protected final boolean hasWork() {
        return !queue.isEmpty() || attempts.due() || attempts.settles() || !urgent.isEmpty();
    }

    @Override
    protected final boolean holds() {
        if (ended() || attempts.settles()) {
            return false;
        }
        Admission now = admission();
        return now == Admission.NONE || (now != Admission.ALL && !attempts.due() && urgent.isEmpty());
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
                Admission now = admission();
                if (attempts.any() && (attempts.settleOne() || (now != Admission.NONE && attempts.resumeOne()))) {
                    continue;
                }
                E hurried = hurries && now != Admission.NONE ? hurried() : null;
                if (hurried != null) {
                    attempts.urgent(hurried);
                    continue;
                }
                if (now != Admission.ALL) {
                    return Outcome.HOLD;
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
                attempts.queued(event);
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

    private void discardAll() {
        takeAll(this::discard);
    }

    /**
     * Takes out everything that waits, in the order of each subject. By the runner, or while {@link #admission} is NONE
     * and no thread is in a call.
     */
    protected final void takeAll(Consumer<? super E> to) {
        attempts.clear(to);
        urgent.forEach(to);
        urgent.clear();
        for (E event = queue.relaxedPoll(); event != null; event = queue.relaxedPoll()) {
            to.accept(event);
        }
    }

    private void discard(E event) {
        discarded(event);
        settled.increment();
    }

    /** No attempt could be made, because something that the bus needs for it is away. The event keeps its place. */
    public static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1L;

        /** Because of this, if anything was thrown. */
        public Unavailable(String what, @Nullable Throwable cause) {
            super(what, cause);
        }
    }

    /** A failure that trying again cannot fix. */
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
}
