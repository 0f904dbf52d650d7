package io.mistersmith.eventbus.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.SubscribeOptions;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Options;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventbus.internal.core.Shape;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.eventbus.internal.durable.DurableBus;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.threads.ThreadPools;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one bus of a container, without OSGi: make it, give it pools, a codec and a store as they come and go, and take a
 * {@link EventBus} for each bundle that uses it. Thread-safe.
 */
public final class Bus implements AutoCloseable {

    private final Dispatcher dispatcher = new Dispatcher();
    private final SlowHandlers slow;
    private final MemoryBus memory;
    private final DurableBus durable;
    private final Registry registry;
    private final Map<Object, SubscriptionStatus> refused = new ConcurrentHashMap<>();
    private volatile Limits limits;
    private volatile @Nullable PayloadCodec codec;
    private volatile boolean closed;

    /** A bus with these settings; it does nothing before it is given pools. */
    public Bus(Limits limits, Clock clock) {
        this(limits, clock, System::nanoTime, CallMarks.in(null));
    }

    /** @param marks where calls of durable handlers are noted, so that the next process knows which were in progress */
    Bus(Limits limits, Clock clock, LongSupplier nanos, CallMarks marks) {
        this.limits = limits;
        slow = new SlowHandlers(dispatcher, () -> this.limits, nanos);
        memory = new MemoryBus(dispatcher, slow, this::codec, clock);
        durable = new DurableBus(dispatcher, memory, slow, this::codec, () -> this.limits, marks, clock);
        memory.durableOnly(durable::takes);
        registry = new Registry(memory, durable, dispatcher, () -> this.limits);
    }

    /** The settings from now on. */
    public void limits(Limits now) {
        limits = now;
        slow.restart();
        durable.limitsChanged();
    }

    /** The pools from now on; null: none are there, events wait. */
    public void threads(@Nullable ThreadPools now) {
        dispatcher.threads(now);
        slow.restart();
        durable.revive();
    }

    /** The codec from now on; null: none is there. */
    public void codec(@Nullable PayloadCodec now) {
        codec = now;
        if (now != null) {
            durable.codecCame();
        }
    }

    /** The store from now on; null, or only one of the two: durable subscriptions wait. */
    public void store(@Nullable EventStore store, @Nullable Consumers consumers) {
        durable.store(store, consumers);
    }

    private @Nullable PayloadCodec codec() {
        return codec;
    }

    /** The view of a bundle that never stops. */
    public EventBus of(Owner owner) {
        return of(owner, () -> true);
    }

    /**
     * The view of one bundle.
     *
     * @param alive whether the bundle runs; once it does not, it cannot subscribe. It turns false before {@link #closeAll}
     */
    EventBus of(Owner owner, BooleanSupplier alive) {
        return new BusView(this, owner, alive);
    }

    /** Subscribes a handler under a name of the bundle's own choice, so that a successor of the same name goes on with it. */
    public Subscription subscribe(
            Owner owner, String name, Class<?> payload, Consumer<? super Options> options, EventHandler<?> handler) {
        open();
        Spec spec = spec(options);
        return registry.handler(name, spec, target(owner, payload, spec, handler));
    }

    /**
     * Lists a handler that could not be subscribed, with the reason, until {@link #unrefuse}.
     *
     * @param key stands for the handler
     * @param name the name that its subscription would have
     */
    void refuse(Object key, Owner owner, String name, String durable, String reason) {
        refused.put(
                key,
                new SubscriptionStatus(
                        name,
                        owner.label(),
                        List.of(),
                        !durable.isEmpty(),
                        "refused",
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        reason));
    }

    /** The handler went, or was subscribed after all. */
    void unrefuse(Object key) {
        refused.remove(key);
    }

    /** How many handlers are refused now. */
    int refused() {
        return refused.size();
    }

    /** Ends such a subscription; in memory, its queue is kept for a successor for the linger time. */
    public void unsubscribe(Subscription subscription) {
        registry.gone(subscription);
    }

    Subscription subscribe(
            Owner owner,
            BooleanSupplier alive,
            Class<?> payload,
            Consumer<? super SubscribeOptions> options,
            EventHandler<?> handler) {
        open();
        Spec spec = spec(options);
        return registry.subscribe(spec, target(owner, payload, spec, handler), alive);
    }

    /** How many subscriptions were made by code and have not ended. */
    int byCode() {
        return registry.byCode();
    }

    private Spec spec(Consumer<? super Options> options) {
        Options chosen = new Options(limits.queueCapacity());
        options.accept(chosen);
        return chosen.spec();
    }

    private Target target(Owner owner, Class<?> payload, Spec spec, EventHandler<?> handler) {
        return Target.of(owner, Shape.of(payload, spec.types(), codec), handler);
    }

    /** Ends everything that this bundle subscribed by code. */
    public void closeAll(Owner owner) {
        registry.closeAll(owner);
    }

    /** Every subscription there is now, and every handler that was refused, by name. */
    public List<SubscriptionStatus> list() {
        return Stream.concat(subscriptions().stream().map(Subscription::status), refused.values().stream())
                .sorted(Comparator.comparing(SubscriptionStatus::name))
                .toList();
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>(memory.subscriptions());
        all.addAll(durable.list());
        return all;
    }

    MemoryBus memory() {
        return memory;
    }

    /** The durable side: guaranteed publishing, durable subscriptions and their dead letters. */
    public DurableBus durable() {
        return durable;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    void open() {
        if (closed) {
            throw new BusUnavailableException("closed");
        }
    }

    /** Ends every subscription; events that wait in memory are dropped. */
    @Override
    public void close() {
        closed = true;
        registry.close();
        durable.close();
        memory.close();
        slow.stop();
        dispatcher.threads(null);
    }
}
