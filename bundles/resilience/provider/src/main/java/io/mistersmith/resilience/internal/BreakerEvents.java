package io.mistersmith.resilience.internal;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.threads.CancellableTask;
import io.mistersmith.threads.ThreadPools;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log and the bus when breakers change. A subscriber may make its publisher wait, so events are published by a thread
 * of pool {@code io}, never by the call that changed the breaker. One task at a time publishes them, in their order. Without
 * pools, or if the pool rejects the task or ends before it ran, the latest {@value #MAX_WAITING} events wait for the next change or
 * the next pools.
 */
final class BreakerEvents {

    static final int MAX_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(BreakerEvents.class);

    volatile @Nullable EventBus bus;
    private volatile @Nullable ThreadPools threads;

    private final Deque<Object> waiting = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean publishing = new AtomicBoolean(); // while a task that publishes is queued or runs

    void threads(ThreadPools now) {
        threads = now;
        publishWaiting();
    }

    /** The pools went, unless others took their place. */
    void withoutThreads(ThreadPools gone) {
        if (threads == gone) {
            threads = null;
        }
    }

    void changed(String breaker, State before, State now) {
        String from = word(before);
        String to = word(now);
        if (now == State.OPEN || now == State.FORCED_OPEN) {
            LOG.warn("breaker {} is {}, it was {}", breaker, to, from);
        } else {
            LOG.info("breaker {} is {}, it was {}", breaker, to, from);
        }
        if (bus == null) {
            return;
        }
        waiting.add(
                switch (now) {
                    case OPEN, FORCED_OPEN -> new BreakerOpened(breaker, from, to);
                    case HALF_OPEN -> new BreakerHalfOpened(breaker, from, to);
                    case CLOSED, DISABLED, METRICS_ONLY -> new BreakerClosed(breaker, from, to);
                });
        if (waiting.size() > MAX_WAITING) {
            LOG.debug("{} was not published: too many wait", waiting.poll());
        }
        publishWaiting();
    }

    private void publishWaiting() {
        ThreadPools now = threads;
        if (now == null || waiting.isEmpty() || !publishing.compareAndSet(false, true)) {
            return;
        }
        try {
            now.io().execute(new Publishing(now));
        } catch (Throwable e) { // full, or its provider is going: this runs in a user's call, which must go on
            publishing.set(false);
            LOG.debug("{} events of breakers wait", waiting.size(), e);
        }
    }

    /** Publishes what waits. */
    private final class Publishing implements CancellableTask {

        private final ThreadPools pools;

        Publishing(ThreadPools pools) {
            this.pools = pools;
        }

        @Override
        public void run() {
            try {
                for (Object event = waiting.poll(); event != null; event = waiting.poll()) {
                    publish(event);
                }
            } finally {
                publishing.set(false);
            }
            publishWaiting(); // what came after the last poll saw this task
        }

        @Override
        public void cancelled() {
            publishing.set(false);
            if (threads != pools) {
                publishWaiting(); // others came before this was cancelled
            }
        }
    }

    private void publish(Object event) {
        EventBus now = bus;
        if (now == null) {
            return;
        }
        try {
            int unused = now.publish(event);
        } catch (Throwable e) { // of the bus, or of a handler's error
            LOG.debug("{} was not published", event, e);
        }
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
