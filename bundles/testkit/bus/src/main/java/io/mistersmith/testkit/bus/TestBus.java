package io.mistersmith.testkit.bus;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.SubscribeOptions;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.Bus;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Views;
import io.mistersmith.sourcing.internal.ProjectionSet;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.InMemoryMetrics;
import io.mistersmith.testkit.ManualClock;
import io.mistersmith.testkit.ManualThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The real bus, with projections, on a store in memory and on pools that run by hand: nothing happens before the test calls
 * {@link #drain} or {@link #advance}, and then it happens on the test's thread.
 *
 * <pre>{@code
 * TestBus bus = new TestBus();
 * bus.subscribe(new LargeOrders(config, bus.metrics()));
 * bus.publishGuaranteed(new OrderPlaced("o-1", "Ann", "EUR", new BigDecimal(5_000)));
 * bus.drain();
 * assertThat(bus.stored(OrderFlagged.class)).hasSize(1);
 * }</pre>
 *
 * <p>For one thread. What handlers throw is retried and parked as in the container; see {@link #letters}.
 */
public final class TestBus implements AutoCloseable {

    private static final Owner TEST = new Owner("test", "1.0.0");

    private final ManualClock clock = new ManualClock();
    private final ManualThreadPools pools = new ManualThreadPools(clock);
    private final InMemoryEventStore store = new InMemoryEventStore(pools);
    private final InMemoryMetrics metrics = new InMemoryMetrics();
    private final Bus core = new Bus(Limits.DEFAULTS, clock);
    private final EventBus bus = core.of(TEST);
    private final ProjectionSet projections = new ProjectionSet();

    /** Begins empty, at 2026-01-01T00:00:00Z. */
    public TestBus() {
        core.codec(store.codec());
        core.threads(pools);
        projections.codec(store.codec());
        projections.threads(pools);
        projections.metrics(metrics);
        comeBack();
    }

    // what a plugin brings

    /**
     * Subscribes a handler as its {@link io.mistersmith.eventbus.Subscribe} says, as the container does with a service.
     *
     * @throws IllegalArgumentException if its class does not say what it handles, or the annotation makes no sense
     */
    public Subscription subscribe(EventHandler<?> handler) {
        Class<?> type = handler.getClass();
        return core.subscribe(
                TEST, type.getName(), AnnotatedHandler.payload(type), AnnotatedHandler.options(type), handler);
    }

    /** As {@link EventBus#subscribe}. */
    public <T> Subscription subscribe(
            Class<T> payload, Consumer<SubscribeOptions> options, EventHandler<? super T> handler) {
        return bus.subscribe(payload, options, handler);
    }

    /** Starts a projection, as the container does with a service. */
    public void project(Projection<?, ?> projection) {
        projections.add(projection, TEST.label(), 1);
    }

    // what others do

    /** As {@link EventBus#publish}; delivered by {@link #drain}. */
    public int publish(Object payloadOrEvent) {
        return bus.publish(payloadOrEvent);
    }

    /** As {@link EventBus#publishGuaranteed}: stored at once; the stage completes, and it is delivered, by {@link #drain}. */
    public CompletionStage<Receipt> publishGuaranteed(Object payloadOrEvent) {
        return bus.publishGuaranteed(payloadOrEvent);
    }

    /** As {@link EventBus#publishBatch}; otherwise as {@link #publishGuaranteed}. */
    public CompletionStage<List<Receipt>> publishBatch(List<?> payloadsOrEvents) {
        return bus.publishBatch(payloadsOrEvents);
    }

    /** Delivers everything that can be delivered now, and what comes of it; retries wait for {@link #advance}. */
    public void drain() {
        pools.drain();
    }

    /** Moves the clock on, doing at each moment what is due then. */
    public void advance(Duration by) {
        pools.advance(by);
    }

    /** As if the store's bundle stopped: durable subscriptions and projections wait. */
    public void goAway() {
        store.goAway();
        core.store(null, null);
        projections.store(null);
    }

    /** Ends {@link #goAway}; what had been stored is there. */
    public void comeBack() {
        store.comeBack();
        core.store(store, store);
        projections.store(store);
    }

    // what came of it

    /** Payloads of the stored events that a record stands for, or the records of a sealed interface; oldest first. */
    public <T> List<T> stored(Class<T> payload) {
        Map<String, Class<? extends T>> types = store.codec().typesOf(payload);
        List<T> found = new ArrayList<>();
        for (StoredEvent event : store.read(Read.all())) {
            Class<? extends T> type = types.get(event.type());
            if (type != null) {
                found.add(event.as(type));
            }
        }
        return found;
    }

    /** Every stored event, oldest first. */
    public List<StoredEvent> stored() {
        return store.read(Read.all()).toList();
    }

    /** Dead letters of every durable subscription, by position. */
    public List<DeadLetter> letters() {
        return store.letters(null, Integer.MAX_VALUE);
    }

    /** What projections made. */
    public Views views() {
        return projections;
    }

    /** How the projections are. */
    public List<ProjectionStatus> projections() {
        return projections.list();
    }

    /** How the subscriptions are. */
    public List<SubscriptionStatus> subscriptions() {
        return core.list();
    }

    // what plugins are given

    /** The bus as a service. */
    public EventBus bus() {
        return bus;
    }

    /** The store, with its switches for faults. */
    public InMemoryEventStore store() {
        return store;
    }

    /** Pools as a service. */
    public ManualThreadPools pools() {
        return pools;
    }

    /** Metrics as a service, to be read back. */
    public InMemoryMetrics metrics() {
        return metrics;
    }

    /** The time. */
    public ManualClock clock() {
        return clock;
    }

    /** Ends all subscriptions and projections. */
    @Override
    public void close() {
        projections.close();
        core.close();
    }
}
