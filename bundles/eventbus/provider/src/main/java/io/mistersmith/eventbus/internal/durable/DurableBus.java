package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.core.BusThread;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventbus.internal.memory.Origin;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Guaranteed events: stored first, then delivered at least once and in order per subject. Thread-safe. */
public final class DurableBus {

    private static final int MOST_EVENTS = 4_000;

    private final Host host;
    private final MemoryBus memory;
    private final Map<String, List<DurableSubscription>> byName = new HashMap<>(); // guarded by this
    private final Map<String, DurableSubscription> active = new HashMap<>(); // guarded by this
    private final Map<String, Boolean> settling = new HashMap<>(); // names; true: decide again; guarded by this
    private volatile Consumer<Subscription> closed = subscription -> {};
    private volatile @Nullable StoreAccess store;

    /** A durable side that hands stored events on to {@code memory}. */
    public DurableBus(
            Dispatcher dispatcher,
            MemoryBus memory,
            SlowHandlers slow,
            Supplier<@Nullable PayloadCodec> codec,
            Supplier<Limits> limits,
            Clock clock) {
        this.memory = memory;
        Emitter emitter = new Emitter(dispatcher, memory, () -> store);
        this.host = new Host(dispatcher, slow, emitter, () -> store, codec, limits, new ReadAhead(), clock);
    }

    /** The store from now on; when it is another than before, subscriptions open their consumers anew. */
    public void store(@Nullable EventStore events, @Nullable Consumers consumers) {
        store = events == null || consumers == null ? null : new StoreAccess(events, consumers);
        list().forEach(DurableSubscription::poke);
    }

    /** The payload codec came: calls that wait for it go on. */
    public void codecCame() {
        list().forEach(DurableSubscription::comeBack);
    }

    /** The settings changed. */
    public void limitsChanged() {
        list().forEach(DurableSubscription::limits);
    }

    /** Pools came back. */
    public void revive() {
        host.emitter().revive();
    }

    /**
     * Stores events, then hands them to memory subscriptions; see
     * {@link io.mistersmith.eventbus.EventBus#publishBatch}.
     *
     * @param answer what the caller gets of the receipts
     */
    public <R> CompletionStage<R> publish(
            Origin publisher, List<?> payloadsOrEvents, Function<List<Receipt>, R> answer) {
        if (payloadsOrEvents.isEmpty() || payloadsOrEvents.size() > MOST_EVENTS) {
            throw new IllegalArgumentException(
                    "batch has " + payloadsOrEvents.size() + " events, allowed are 1 to " + MOST_EVENTS);
        }
        BusThread here = BusThread.current();
        Event<?> cause = here == null ? null : here.event;
        List<NewEvent<?>> events = new ArrayList<>(payloadsOrEvents.size());
        for (Object one : payloadsOrEvents) {
            NewEvent<?> event = one instanceof NewEvent<?> already ? already : NewEvent.of(one);
            Objects.requireNonNull(
                    memory.typeOf(event)); // refuses a payload that names no type, before anything is stored
            events.add(publisher.identified(Origin.during(cause, event), memory.millis()));
        }
        CompletableFuture<R> result = new CompletableFuture<>();
        var unused = host.emitter().append(publisher, events).whenComplete((receipts, failure) -> {
            if (failure == null) {
                host.dispatcher().onIo(() -> result.complete(answer.apply(receipts)));
            } else {
                host.dispatcher().onIo(() -> result.completeExceptionally(Emitter.bare(failure)));
            }
        });
        return result;
    }

    /** Subscribes. Of several with one name, the one of the highest bundle version has it. */
    public DurableSubscription subscribe(Spec spec, Target target) {
        String name = Objects.requireNonNull(spec.durable());
        DurableSubscription made = new DurableSubscription(host, name, spec, target, this::closed);
        synchronized (this) {
            byName.computeIfAbsent(name, key -> new ArrayList<>()).add(made);
        }
        settle(name);
        return made;
    }

    private void closed(DurableSubscription ended) {
        synchronized (this) {
            List<DurableSubscription> all = byName.getOrDefault(ended.name(), new ArrayList<>());
            all.remove(ended);
            if (all.isEmpty()) {
                byName.remove(ended.name());
            }
            active.remove(ended.name(), ended);
        }
        closed.accept(ended);
        settle(ended.name());
    }

    /** Called with each subscription that was closed. */
    public void onClosed(Consumer<Subscription> listener) {
        closed = listener;
    }

    /**
     * Gives a name to the subscription that should have it now. One thread at a time decides for a name and acts on its
     * decision; a thread that comes meanwhile leaves the work to that one, which then decides again. So what is decided last
     * is done last. Waiting instead would let a handler that closes a subscription wait for itself.
     */
    private void settle(String name) {
        synchronized (this) {
            if (settling.putIfAbsent(name, false) != null) {
                settling.put(name, true);
                return;
            }
        }
        boolean again = true;
        while (again) {
            boolean failed = true;
            try {
                settleOnce(name);
                failed = false;
            } finally {
                synchronized (this) {
                    again = settling.replace(name, true, false);
                    if (!again || failed) {
                        settling.remove(name);
                    }
                }
            }
        }
    }

    private void settleOnce(String name) {
        DurableSubscription owner;
        List<DurableSubscription> others;
        synchronized (this) {
            others = new ArrayList<>(byName.getOrDefault(name, List.of()));
            owner = highest(others, active.get(name));
            if (owner == null) {
                return;
            }
            active.put(name, owner);
            others.remove(owner);
        }
        String reason = "the name is owned by " + owner.target().owner().label();
        for (DurableSubscription other : others) {
            other.deactivate(reason);
        }
        owner.activate();
    }

    /** Of equal versions the one that has it keeps it. */
    private static @Nullable DurableSubscription highest(
            List<DurableSubscription> all, @Nullable DurableSubscription holder) {
        DurableSubscription best = holder != null && all.contains(holder) ? holder : null;
        for (DurableSubscription one : all) {
            if (best == null || one.target().owner().compareTo(best.target().owner()) > 0) {
                best = one;
            }
        }
        return best;
    }

    /** Every durable subscription, also those that wait. */
    public synchronized List<DurableSubscription> list() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** Whether a durable subscription takes events of this type. */
    public boolean takes(String type) {
        return list().stream().anyMatch(one -> one.target().shape().takes(type));
    }

    /** See {@link io.mistersmith.eventbus.Subscriptions#letters}. */
    public List<DeadLetter> letters(@Nullable String subscription, int limit) {
        return open().consumers().letters(subscription, limit);
    }

    /** See {@link io.mistersmith.eventbus.Subscriptions#redrive}. */
    public int redrive(String subscription, @Nullable String subject) {
        StoreAccess unused = open();
        DurableSubscription found;
        List<String> names;
        synchronized (this) {
            found = active.get(subscription);
            names = active.keySet().stream().sorted(Comparator.naturalOrder()).toList();
        }
        if (found == null) {
            throw new IllegalArgumentException("no durable subscription \"" + subscription + "\" runs; there are "
                    + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        return found.redrive(subject);
    }

    private StoreAccess open() {
        StoreAccess now = store;
        if (now == null) {
            throw new BusUnavailableException("no event store");
        }
        return now;
    }

    /** Gives every consumer back. */
    public void close() {
        list().forEach(DurableSubscription::close);
    }
}
