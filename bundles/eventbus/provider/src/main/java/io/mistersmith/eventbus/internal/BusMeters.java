package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.memory.Drops;
import io.mistersmith.eventbus.internal.memory.MemorySubscription;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bus's meters. Once a second the figures of every subscription are carried over, so that publishing and handling pay
 * nothing for them. Thread-safe.
 */
final class BusMeters {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int SAMPLES_PER_LOOK = 10; // at the store

    private final Bus bus;
    private final Map<Subscription, Reading> before = new HashMap<>(); // each is equal to itself only; guarded by this
    private @Nullable Families families; // guarded by this
    private @Nullable Job<Void> timer; // guarded by this
    private long unroutedBefore; // guarded by this
    private long samples; // guarded by this
    private Set<String> unservedBefore = Set.of(); // names; guarded by this

    BusMeters(Bus bus) {
        this.bus = bus;
    }

    /** Where to register from now on; null: nowhere. */
    synchronized void metrics(@Nullable Metrics now) {
        families = now == null ? null : new Families(now);
        before.keySet().retainAll(bus.subscriptions()); // nobody looks at those that ended
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
        Map<Subscription, Reading> seen = new HashMap<>();
        before.forEach((one, last) -> carryEnded(to, one, last, seen));
        for (Subscription one : bus.subscriptions()) {
            Reading now = Reading.of(one);
            seen.put(one, now);
            to.carry(now, before.getOrDefault(one, Reading.NOTHING));
        }
        before.clear();
        before.putAll(seen);
        long unrouted = bus.memory().unroutedEvents();
        to.unrouted.get().increment(Math.max(0, unrouted - unroutedBefore));
        unroutedBefore = unrouted;
        to.refused.get().set(bus.refused());
        if (samples++ % SAMPLES_PER_LOOK == 0) {
            bus.dispatcher().onIo(this::sampleUnserved);
        }
    }

    /** Asks the store, so it runs without the lock, and less often. */
    private void sampleUnserved() {
        List<SubscriptionStatus> found;
        try {
            found = bus.durable().unserved();
        } catch (EventStoreException e) {
            return; // the store's health says why
        }
        unserved(found);
    }

    private synchronized void unserved(List<SubscriptionStatus> found) {
        Families to = families;
        if (to == null) {
            return;
        }
        Set<String> names = found.stream().map(SubscriptionStatus::name).collect(Collectors.toSet());
        Set<String> served =
                bus.subscriptions().stream().map(Subscription::name).collect(Collectors.toSet());
        unservedBefore.stream()
                .filter(name -> !names.contains(name) && !served.contains(name))
                .forEach(to::gone);
        found.stream()
                .filter(one -> !served.contains(one.name()))
                .forEach(one -> to.lag.with(one.name()).set((double) one.lag()));
        to.unserved.get().set(names.size());
        unservedBefore = names;
    }

    /** What a subscription did after the last look counts too; it is kept until nothing waits in it. */
    private void carryEnded(Families to, Subscription one, Reading last, Map<Subscription, Reading> seen) {
        if (!bus.subscriptions().contains(one)) {
            Reading now = Reading.of(one);
            to.carry(now, last);
            if (now.status().queued() > 0) {
                seen.put(one, now);
            } else {
                to.gone(now.status().name());
            }
        }
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
        private final Metrics.Family<Gauge> capacity;
        private final Metrics.Family<Gauge> lag;
        private final Metrics.Family<Gauge> stuck;
        private final Metrics.Family<Gauge> refused;
        private final Metrics.Family<Gauge> unserved;

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
                    "mistersmith_eventbus_dropped_total",
                    "Events that were not handed out: queue full, evicted for a newer one, given up after the last attempt,"
                            + " or their subscription gone",
                    LABEL,
                    "reason");
            queued = metrics.gauge("mistersmith_eventbus_queued_events", "Events that wait or run", LABEL);
            capacity = metrics.gauge("mistersmith_eventbus_capacity_events", "Events that may wait or run", LABEL);
            lag = metrics.gauge(
                    "mistersmith_eventbus_lag_events",
                    "Stored positions that a durable subscription has not settled",
                    LABEL);
            stuck = metrics.gauge(
                    "mistersmith_eventbus_stuck_seconds",
                    "How long the longest call has been running, if that is longer than stuck.handler.ms; else 0",
                    LABEL);
            refused = metrics.gauge(
                    "mistersmith_eventbus_refused_handlers", "Handlers that could not be subscribed and get no events");
            unserved = metrics.gauge(
                    "mistersmith_eventbus_unserved_subscriptions",
                    "Durable subscriptions in the store that no handler serves; looked at every 10 s");
        }

        void carry(Reading reading, Reading last) {
            SubscriptionStatus now = reading.status();
            SubscriptionStatus then = last.status();
            String name = now.name();
            add(published.with(name), now.accepted() + now.refused(), then.accepted() + then.refused());
            add(handled.with(name), now.handled(), then.handled());
            add(failed.with(name), now.failed(), then.failed());
            add(parked.with(name), now.parked(), then.parked());
            add(dropped.with(name, "full"), reading.drops().full(), last.drops().full());
            add(
                    dropped.with(name, "evicted"),
                    reading.drops().evicted(),
                    last.drops().evicted());
            add(
                    dropped.with(name, "given_up"),
                    reading.drops().givenUp(),
                    last.drops().givenUp());
            add(dropped.with(name, "gone"), reading.drops().gone(), last.drops().gone());
            queued.with(name).set((double) now.queued());
            capacity.with(name).set((double) now.capacity());
            lag.with(name).set((double) now.lag());
            stuck.with(name).set(now.stuckMillis() / 1e3);
        }

        /** A successor of the same name sets them anew. */
        void gone(String name) {
            for (Metrics.Family<Gauge> gauge : List.of(queued, capacity, lag, stuck)) {
                boolean unused = gauge.remove(name);
            }
        }

        private static void add(Counter counter, long now, long last) {
            counter.increment(Math.max(0, now - last));
        }
    }

    /** The figures of a subscription at one look. */
    private record Reading(SubscriptionStatus status, Drops drops) {

        static final Reading NOTHING = new Reading(
                new SubscriptionStatus("", "", List.of(), false, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ""), Drops.NONE);

        static Reading of(Subscription subscription) {
            return new Reading(
                    subscription.status(),
                    subscription instanceof MemorySubscription inMemory ? inMemory.drops() : Drops.NONE);
        }
    }
}
