package io.mistersmith.resilience.internal;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.threads.ThreadPools;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log and the bus when breakers change. A subscriber may make its publisher wait, so on the bus it is told by a
 * thread of pool {@code io}, never by the call that changed the breaker; without pools, or with a full one, only the log is told.
 */
final class BreakerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(BreakerEvents.class);

    volatile @Nullable EventBus bus;
    volatile @Nullable ThreadPools threads;

    void changed(String breaker, State before, State now) {
        String from = word(before);
        String to = word(now);
        if (now == State.OPEN || now == State.FORCED_OPEN) {
            LOG.warn("breaker {} is {}, it was {}", breaker, to, from);
        } else {
            LOG.info("breaker {} is {}, it was {}", breaker, to, from);
        }
        ThreadPools pools = threads;
        if (pools == null || bus == null) {
            return;
        }
        Object event =
                switch (now) {
                    case OPEN, FORCED_OPEN -> new BreakerOpened(breaker, from, to);
                    case HALF_OPEN -> new BreakerHalfOpened(breaker, from, to);
                    case CLOSED, DISABLED, METRICS_ONLY -> new BreakerClosed(breaker, from, to);
                };
        try {
            pools.io().execute(() -> publish(event));
        } catch (RuntimeException e) {
            LOG.debug("{} was not published", event, e);
        }
    }

    private void publish(Object event) {
        EventBus now = bus;
        if (now == null) {
            return;
        }
        try {
            int unused = now.publish(event);
        } catch (RuntimeException e) {
            LOG.debug("{} was not published", event, e);
        }
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
