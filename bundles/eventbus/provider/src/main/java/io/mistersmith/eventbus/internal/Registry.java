package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.eventbus.internal.durable.DurableBus;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventbus.internal.memory.MemorySubscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names subscriptions, remembers whose they are, and keeps the queue of a handler that went for its successor. */
final class Registry {

    private final MemoryBus memory;
    private final DurableBus durable;
    private final Dispatcher dispatcher;
    private final Supplier<Limits> limits;
    private final Map<String, Subscription> byName = new HashMap<>(); // in memory only; guarded by this
    private final Map<Subscription, Owner> byCode = new HashMap<>(); // guarded by this

    Registry(MemoryBus memory, DurableBus durable, Dispatcher dispatcher, Supplier<Limits> limits) {
        this.memory = memory;
        this.durable = durable;
        this.dispatcher = dispatcher;
        this.limits = limits;
    }

    /** Subscribes by code; it ends with its bundle. */
    Subscription subscribe(Spec spec, Target target) {
        // Not under the lock: taking a durable name over may wait for the calls of its owner before.
        Subscription made = spec.durable() == null ? inMemory(null, spec, target) : durable.subscribe(spec, target);
        synchronized (this) {
            byCode.keySet().removeIf(this::over);
            byCode.put(made, target.owner());
        }
        return made;
    }

    /** Subscribes a handler service. One of this name that lingers goes on with it, and with what it has queued. */
    Subscription handler(String name, Spec spec, Target target) {
        return spec.durable() == null ? inMemory(name, spec, target) : durable.subscribe(spec, target);
    }

    private synchronized Subscription inMemory(@Nullable String name, Spec spec, Target target) {
        byName.values().removeIf(this::over);
        if (name == null) {
            return add(free(target.owner().name() + "-", 1), spec, target);
        }
        if (byName.get(name) instanceof MemorySubscription before && before.lingering()) {
            return before.adopt(spec, target) ? before : succeed(name, before, spec, target);
        }
        return add(byName.containsKey(name) ? free(name + "-", 2) : name, spec, target);
    }

    /** The options differ: what waits goes to the new handler first, under the old ones. */
    private Subscription succeed(String name, MemorySubscription before, Spec spec, Target target) {
        MemorySubscription after = add(name, spec, target);
        after.pause();
        memory.closing(before);
        before.finishWith(target, () -> {
            after.resume();
            before.close();
        });
        return after;
    }

    /** A handler service went. */
    void gone(Subscription subscription) {
        if (!(subscription instanceof MemorySubscription inMemory)) {
            subscription.close();
            return;
        }
        inMemory.linger();
        long token = inMemory.lingers();
        Runnable end = () -> endLinger(inMemory, token);
        if (!dispatcher.after(limits.get().linger(), end, end)) {
            end.run(); // without pools nobody would end it
        }
    }

    private synchronized void endLinger(MemorySubscription subscription, long token) {
        if (subscription.lingering() && subscription.lingers() == token) {
            byName.remove(subscription.name(), subscription);
            subscription.close();
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

    private boolean over(Subscription subscription) {
        return subscription.status().state().equals("stopped")
                && !subscription.status().durable();
    }

    void closeAll(Owner owner) {
        List<Subscription> ending = new ArrayList<>();
        synchronized (this) {
            byCode.forEach((subscription, whose) -> {
                if (whose.equals(owner)) {
                    ending.add(subscription);
                }
            });
            byCode.keySet().removeAll(ending);
        }
        ending.forEach(Subscription::close);
    }

    synchronized void close() {
        byName.clear();
        byCode.clear();
    }
}
