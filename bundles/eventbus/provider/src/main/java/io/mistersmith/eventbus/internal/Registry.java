package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.eventbus.internal.durable.DurableBus;
import io.mistersmith.eventbus.internal.durable.DurableSubscription;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventbus.internal.memory.MemorySubscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names subscriptions, remembers whose they are, and keeps the queue of a handler that went for its successor. */
final class Registry {

    private final MemoryBus memory;
    private final DurableBus durable;
    private final Dispatcher dispatcher;
    private final Supplier<Limits> limits;
    private final Map<String, MemorySubscription> byName = new HashMap<>(); // guarded by this
    private final Map<Subscription, Owner> byCode = new HashMap<>(); // guarded by this

    Registry(MemoryBus memory, DurableBus durable, Dispatcher dispatcher, Supplier<Limits> limits) {
        this.memory = memory;
        this.durable = durable;
        this.dispatcher = dispatcher;
        this.limits = limits;
        memory.onClosed(this::closed);
        durable.onClosed(this::closed);
    }

    /**
     * Subscribes by code; it ends with its bundle.
     *
     * @param alive whether the bundle runs; {@link #closeAll} comes after it turned false
     * @throws IllegalStateException if the bundle has stopped
     */
    Subscription subscribe(Spec spec, Target target, BooleanSupplier alive) {
        // Not under the lock: taking a durable name over may wait for the calls of its previous owner.
        Subscription made = spec.durable() == null ? inMemory(null, spec, target) : durable.subscribe(spec, target);
        synchronized (this) {
            byCode.put(made, target.owner());
        }
        if (!alive.getAsBoolean()) { // looked at after closeAll can find the subscription
            made.close();
            throw new IllegalStateException(
                    "Bundle " + target.owner().label() + " has stopped, so it cannot subscribe any more");
        }
        if (over(made)) { // closed by another thread before it was put here
            closed(made);
        }
        return made;
    }

    /** Subscribes a handler service. One of this name that lingers goes on with it, and with what it has queued. */
    Subscription handler(String name, Spec spec, Target target) {
        return spec.durable() == null ? inMemory(name, spec, target) : durable.subscribe(spec, target);
    }

    private synchronized Subscription inMemory(@Nullable String name, Spec spec, Target target) {
        if (name == null) {
            return add(free(target.owner().name() + "-", 1), spec, target);
        }
        MemorySubscription before = byName.get(name);
        if (before != null && before.adopt(spec, target)) {
            return before;
        }
        boolean taken = before != null && !before.stopped();
        return add(taken ? free(name + "-", 2) : name, spec, target);
    }

    /** A handler service went. */
    void gone(Subscription subscription) {
        if (!(subscription instanceof MemorySubscription inMemory)) {
            subscription.close();
            return;
        }
        long token = inMemory.linger();
        Runnable end = () -> inMemory.endLinger(token);
        if (!dispatcher.after(limits.get().linger(), end, end)) {
            end.run(); // without pools nobody would end it
        }
    }

    private MemorySubscription add(String name, Spec spec, Target target) {
        MemorySubscription made = memory.subscribe(name, spec, target);
        byName.put(name, made);
        return made;
    }

    private String free(String prefix, int first) {
        int n = first;
        while (byName.containsKey(prefix + n)) {
            n++;
        }
        return prefix + n;
    }

    private static boolean over(Subscription subscription) {
        return subscription instanceof DurableSubscription stored
                ? stored.closed()
                : subscription instanceof MemorySubscription inMemory && inMemory.stopped();
    }

    private synchronized void closed(Subscription subscription) {
        byCode.remove(subscription);
        byName.remove(subscription.name(), subscription);
    }

    /** How many subscriptions were made by code and have not ended. */
    synchronized int byCode() {
        return byCode.size();
    }

    void closeAll(Owner owner) {
        List<Subscription> ending = new ArrayList<>();
        synchronized (this) {
            byCode.forEach((subscription, whose) -> {
                if (whose.equals(owner)) {
                    ending.add(subscription);
                }
            });
        }
        ending.forEach(Subscription::close);
    }

    synchronized void close() {
        byName.clear();
        byCode.clear();
    }
}
