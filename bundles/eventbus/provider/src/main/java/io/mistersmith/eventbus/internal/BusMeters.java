package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bus's meters. Once a second the figures of every subscription are carried over, so that publishing and handling pay
 * nothing for them. Thread-safe.
 */
final class BusMeters {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Bus bus;
    private final Map<String, SubscriptionStatus> before = new HashMap<>(); // guarded by this
    private @Nullable Families families; // guarded by this
    private @Nullable Job<Void> timer; // guarded by this
    private long unroutedBefore; // guarded by this

    BusMeters(Bus bus) {
        this.bus = bus;
    }

    /** Where to register from now on; null: nowhere. */
    synchronized void metrics(@Nullable Metrics now) {
        families = now == null ? null : new Families(now);
        restart();
    }

    /** The pools changed, so the timer begins anew. */
    synchronized void restart() {
        close();
        if (families != null) {
            timer = bus.dispatcher().every(PERIOD, this::sample);
        }
    }

    synchronized void sample() {
        Families to = families;
        if (to == null) {
            return;
        }
        Map<String, SubscriptionStatus> seen = new HashMap<>();
        for (SubscriptionStatus now : bus.list()) {
            seen.put(now.name() + "\0" + now.bundle(), now);
            SubscriptionStatus last = before.get(now.name() + "\0" + now.bundle());
            to.carry(now, last);
        }
        before.keySet().stream().filter(key -> !seen.containsKey(key)).forEach(key -> to.gone(before.get(key)));
        before.clear();
        before.putAll(seen);
        long unrouted = bus.memory().unroutedEvents();
        to.unrouted.get().increment(Math.max(0, unrouted - unroutedBefore));
        unroutedBefore = unrouted;
    }

    synchronized void close() {
        if (timer != null) {
            boolean unused = timer.cancel();
            timer = null;
        }
    }

    private static final class Families {

        private static final String LABEL = "subscription";

        private final Metrics.Family<Counter> published;
        private final Metrics.Family<Counter> unrouted;
        private final Metrics.Family<Counter> handled;
        private final Metrics.Family<Counter> failed;
        private final Metrics.Family<Counter> parked;
        private final Metrics.Family<Counter> dropped;
        private final Metrics.Family<Gauge> queued;
        private final Metrics.Family<Gauge> lag;

        Families(Metrics metrics) {
            published = metrics.counter(
                    "mistersmith_eventbus_published_total",
                    "Events offered to a subscription, taken or refused",
                    LABEL);
            unrouted = metrics.counter(
                    "mistersmith_eventbus_unrouted_total", "Events published in memory that nobody subscribes to");
            handled = metrics.counter("mistersmith_eventbus_handled_total", "Events whose handler returned", LABEL);
            failed = metrics.counter("mistersmith_eventbus_failed_total", "Attempts that threw", LABEL);
            parked = metrics.counter("mistersmith_eventbus_parked_total", "Events that became dead letters", LABEL);
            dropped = metrics.counter(
                    "mistersmith_eventbus_dropped_total", "Events refused, evicted, given up or discarded", LABEL);
            queued = metrics.gauge("mistersmith_eventbus_queued_events", "Events that wait or run", LABEL);
            lag = metrics.gauge(
                    "mistersmith_eventbus_lag_events",
                    "Stored positions that a durable subscription has not settled",
                    LABEL);
        }

        void carry(SubscriptionStatus now, @Nullable SubscriptionStatus last) {
            String name = now.name();
            long offered = now.accepted() + now.refused();
            add(published, name, offered, last == null ? 0 : last.accepted() + last.refused());
            add(handled, name, now.handled(), last == null ? 0 : last.handled());
            add(failed, name, now.failed(), last == null ? 0 : last.failed());
            add(parked, name, now.parked(), last == null ? 0 : last.parked());
            add(dropped, name, now.dropped() + now.refused(), last == null ? 0 : last.dropped() + last.refused());
            queued.with(name).set((double) now.queued());
            lag.with(name).set((double) now.lag());
        }

        void gone(@Nullable SubscriptionStatus last) {
            if (last != null) {
                queued.with(last.name()).set(0);
                lag.with(last.name()).set(0);
            }
        }

        private static void add(Metrics.Family<Counter> family, String name, long now, long last) {
            family.with(name).increment(Math.max(0, now - last));
        }
    }
}
