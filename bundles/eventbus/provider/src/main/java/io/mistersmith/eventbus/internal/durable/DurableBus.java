package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.core.BusThread;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventbus.internal.memory.Origin;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.ConsumerInUseException;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.plugincode.marks.CallMarks;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Guaranteed events: stored first, then delivered at least once and in order per subject. Thread-safe. */
public final class DurableBus {

    /** State of a subscription that the store knows and no handler serves. */
    private static final String UNSERVED = "no handler";

    private static final int MOST_EVENTS = 4_000;
    private static final long SAVE_SECONDS = 30;

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
            CallMarks marks,
            Clock clock) {
        this.memory = memory;
        Emitter emitter = new Emitter(dispatcher, memory, () -> store);
        this.host = new Host(
                dispatcher,
                slow,
                emitter,
                () -> store,
                codec,
                limits,
                new ReadAhead(),
                marks,
                new Turn(slow::nanos),
                clock);
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
            throw new IllegalArgumentException(
                    unserved().stream().anyMatch(one -> one.name().equals(subscription))
                            ? "no handler serves " + subscription + ": copy its plugin to deploy/ again, or dlq:drop "
                                    + subscription + " discards its letters"
                            : "no durable subscription \"" + subscription + "\" runs; there are "
                                    + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        return found.redrive(subject);
    }

    /** See {@link io.mistersmith.eventbus.Subscriptions#unserved}. */
    public List<SubscriptionStatus> unserved() {
        StoreAccess now = store;
        if (now == null) {
            return List.of();
        }
        List<ConsumerStatus> stored = now.consumers().list();
        Set<String> served;
        synchronized (this) { // looked at after the store: one that came meanwhile is served
            served = Set.copyOf(byName.keySet());
        }
        List<ConsumerStatus> found = stored.stream()
                .filter(one -> !one.open() && !one.view() && !served.contains(one.name()))
                .toList();
        if (found.isEmpty()) {
            return List.of();
        }
        long head = now.store().head();
        return found.stream().map(one -> unserved(one, head)).toList();
    }

    private static SubscriptionStatus unserved(ConsumerStatus one, long head) {
        long position = one.progress().position();
        long lag = Math.max(0, head - position);
        return new SubscriptionStatus(
                one.name(),
                "",
                List.of(),
                true,
                UNSERVED,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                position,
                lag,
                "no plugin serves it; " + lag + (lag == 1 ? " position" : " positions") + " behind, " + one.letters()
                        + (one.letters() == 1 ? " dead letter" : " dead letters"));
    }

    /** See {@link io.mistersmith.eventbus.Subscriptions#drop}. */
    public int drop(String subscription, List<Long> positions) {
        StoreAccess now = open();
        DurableSubscription found;
        synchronized (this) {
            found = active.get(subscription);
        }
        return found == null ? dropUnserved(now, subscription, positions) : found.drop(positions);
    }

    private static int dropUnserved(StoreAccess now, String subscription, List<Long> positions) {
        Consumers consumers = now.consumers();
        stored(consumers, subscription); // throws if there is none
        try (io.mistersmith.eventstore.Consumer held = consumers.open(subscription, 0)) {
            Set<Long> wanted = Set.copyOf(positions);
            List<Change> changes = new ArrayList<>();
            for (DeadLetter letter : held.letters()) {
                if (wanted.contains(letter.position())) {
                    changes.add(new Change.Unpark(letter.position()));
                }
            }
            held.save(held.progress(), changes).toCompletableFuture().get(SAVE_SECONDS, TimeUnit.SECONDS);
            return changes.size();
        } catch (ConsumerInUseException e) {
            throw new IllegalArgumentException("somebody began to serve " + subscription + "; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusUnavailableException("interrupted; dlq:list " + subscription + " shows what is left");
        } catch (ExecutionException | TimeoutException e) {
            throw new BusUnavailableException(
                    "the store did not save it: " + e + "; dlq:list " + subscription + " shows what is left");
        }
    }

    /** See {@link io.mistersmith.eventbus.Subscriptions#forget}. */
    public void forget(String name, boolean dryRun) {
        Consumers consumers = open().consumers();
        synchronized (this) {
            List<DurableSubscription> handlers = byName.getOrDefault(name, List.of());
            if (!handlers.isEmpty()) {
                throw new IllegalStateException("subscription " + name + " has a handler in "
                        + handlers.get(0).target().owner().label() + ": remove that plugin first");
            }
        }
        try {
            if (dryRun) {
                if (stored(consumers, name).open()) {
                    throw new ConsumerInUseException(name);
                }
            } else if (!consumers.remove(name)) {
                stored(consumers, name); // throws if there is none
            } else {
                host.marks().forget(name);
            }
        } catch (ConsumerInUseException e) {
            throw new IllegalStateException(name + " is in use: bus:subscriptions or store:projections lists it", e);
        }
    }

    private static ConsumerStatus stored(Consumers consumers, String name) {
        List<ConsumerStatus> all = consumers.list();
        return all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no durable subscription \"" + name
                        + "\" is stored; there are "
                        + (all.isEmpty()
                                ? "none"
                                : all.stream().map(ConsumerStatus::name).collect(Collectors.joining(", ")))));
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
