package io.mistersmith.testkit;

import io.mistersmith.event.Event;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A handler that keeps what it gets, in order, and waits for it. Thread-safe.
 *
 * @param <T> as for {@link EventHandler}
 */
public final class EventCollector<T> implements EventHandler<T> {

    private final List<T> payloads = new ArrayList<>();
    private final List<Event<?>> events = new ArrayList<>();
    private final Deque<Exception> failures = new ArrayDeque<>();

    @Override
    public synchronized void handle(T payload, EventContext context) throws Exception {
        Exception failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        payloads.add(payload);
        events.add(context.event());
        notifyAll();
    }

    /** The next so many calls throw this, and keep nothing. */
    public synchronized void failNext(int calls, Exception failure) {
        for (int i = 0; i < calls; i++) {
            failures.add(failure);
        }
    }

    /** What it got so far. */
    public synchronized List<T> payloads() {
        return List.copyOf(payloads);
    }

    /** The envelopes of what it got so far. */
    public synchronized List<Event<?>> events() {
        return List.copyOf(events);
    }

    /** Forgets what it got. */
    public synchronized void clear() {
        payloads.clear();
        events.clear();
    }

    /**
     * Waits until it has this many.
     *
     * @return what it got
     * @throws AssertionError if the timeout passes first; says what it has
     */
    public synchronized List<T> await(int count, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (payloads.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(
                        "within " + timeout + " came " + payloads.size() + " events, not " + count + ": " + payloads);
            }
            wait(left);
        }
        return payloads();
    }
}
