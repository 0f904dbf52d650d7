package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.EventRejectedException;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.core.BusThread;
import io.mistersmith.eventbus.internal.core.CoarseClock;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events in memory, at most once: from a publisher to the queue of each subscription that takes their type. */
public final class MemoryBus implements Surroundings {

    private static final long BLOCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(MemoryBus.class);

    private final Dispatcher dispatcher;
    private final SlowHandlers slow;
    private final Supplier<@Nullable PayloadCodec> codec;
    private final TypeTable types;
    private final CoarseClock clock;
    private final LongAdder unrouted = new LongAdder();
    private volatile Predicate<String> durableOnly = type -> false;
    private volatile Consumer<Subscription> closed = subscription -> {};

    /** A bus without subscriptions. */
    public MemoryBus(Dispatcher dispatcher, SlowHandlers slow, Supplier<@Nullable PayloadCodec> codec, Clock clock) {
        this.dispatcher = dispatcher;
        this.slow = slow;
        this.codec = codec;
        this.types = new TypeTable(codec);
        this.clock = new CoarseClock(clock, this::traffic);
    }

    /** Queues an event for every subscription that takes it; see {@link io.mistersmith.eventbus.EventBus#publish}. */
    public int publish(Origin publisher, Object payloadOrEvent) {
        BusThread here = BusThread.current();
        if (payloadOrEvent instanceof NewEvent<?> event) {
            Event<?> cause = here == null ? null : here.event;
            return offer(envelope(publisher, Origin.during(cause, event), OptionalLong.empty()), true);
        }
        TypeEntry type = types.of(payloadOrEvent.getClass());
        Origin origin = publisher;
        if (here != null && here.event != null) {
            NewEvent<?> linked = Origin.during(here.event, NewEvent.of(payloadOrEvent));
            origin = new Origin.Own(publisher, linked, OptionalLong.empty());
        }
        return offer(new Envelope(clock.millis(), type, origin, payloadOrEvent), type.subscriptions, true);
    }

    /** Queues an event that was stored at this position; waits for nobody, whatever the policies say. */
    public void stored(Origin publisher, NewEvent<?> event, long position) {
        Envelope envelope = envelope(publisher, event, OptionalLong.of(position));
        if (envelope.entry().subscriptions.length > 0) {
            int unused = offer(envelope, false);
        }
    }

    /** The name of the type that a payload or event is published under. */
    public String typeOf(NewEvent<?> event) {
        String named = event.type();
        return named == null ? types.of(event.payload().getClass()).name : named;
    }

    /** What events are kept in order by: the subject, or the name of the type when an event has none. */
    public String orderOf(NewEvent<?> event) {
        String subject = event.subject();
        try {
            subject = subject == null ? types.subjectOf(event.payload()) : subject;
        } catch (RuntimeException e) {
            LOG.debug("no subject", e); // the store will say so
        }
        return subject == null ? typeOf(event) : subject;
    }

    /** The time, cheap and to about a millisecond. */
    public long millis() {
        return clock.millis();
    }

    private Envelope envelope(Origin publisher, NewEvent<?> event, OptionalLong position) {
        Object payload = event.payload();
        String named = event.type();
        TypeEntry type = named == null || (!(payload instanceof JsonPayload) && named.equals(ownType(payload)))
                ? types.of(payload.getClass())
                : types.named(named);
        return new Envelope(clock.millis(), type, new Origin.Own(publisher, event, position), payload);
    }

    private @Nullable String ownType(Object payload) {
        try {
            return types.of(payload.getClass()).name;
        } catch (IllegalArgumentException e) {
            return null; // the event names its type, so its payload's class need not
        }
    }

    private int offer(Envelope envelope, boolean mayWait) {
        return offer(envelope, envelope.entry().subscriptions, mayWait);
    }

    private int offer(Envelope envelope, MemorySubscription[] subscriptions, boolean mayWait) {
        int taken = 0;
        List<MemorySubscription> full = null;
        for (MemorySubscription subscription : subscriptions) {
            if (subscription.offer(envelope)) {
                taken++;
            } else {
                full = full == null ? new ArrayList<>() : full;
                full.add(subscription);
            }
        }
        if (subscriptions.length == 0) {
            unrouted(envelope.entry());
        }
        return full == null ? taken : taken + offerFull(envelope, full, mayWait);
    }

    private void unrouted(TypeEntry type) {
        unrouted.increment();
        if (!type.warned && durableOnly.test(type.name)) {
            type.warned = true;
            LOG.warn(
                    "Only durable subscriptions take {}, and publish does not reach them: publishGuaranteed does",
                    type.name);
        }
    }

    /** How to find out whether a durable subscription takes a type. */
    public void durableOnly(Predicate<String> takes) {
        durableOnly = takes;
    }

    /** After all others have the event: waits for those that want it, and refuses. */
    private static int offerFull(Envelope envelope, List<MemorySubscription> full, boolean mayWait) {
        long end = System.nanoTime() + BLOCK_NANOS;
        int taken = 0;
        EventRejectedException rejected = null;
        for (MemorySubscription subscription : full) {
            boolean waits = mayWait && subscription.overflow() == Overflow.BLOCK;
            if (waits && subscription.offerWithin(envelope, Math.max(0, end - System.nanoTime()))) {
                taken++;
                continue;
            }
            subscription.refuse();
            if (mayWait && subscription.refusesAloud() && rejected == null) {
                rejected = new EventRejectedException(subscription.name(), subscription.capacity());
            }
        }
        if (rejected != null) {
            throw rejected;
        }
        return taken;
    }

    /** Subscribes; the name is free. */
    public MemorySubscription subscribe(String name, Spec spec, Target target) {
        MemorySubscription subscription = new MemorySubscription(name, spec, target, this);
        types.add(subscription);
        return subscription;
    }

    /** Every subscription there is. */
    public List<MemorySubscription> subscriptions() {
        return types.subscriptions();
    }

    /** Events that nobody subscribes to. */
    public long unroutedEvents() {
        return unrouted.sum();
    }

    private long traffic() {
        return types.subscriptions().stream()
                .mapToLong(MemorySubscription::accepted)
                .sum();
    }

    /** Ends every subscription. */
    public void close() {
        types.subscriptions().forEach(MemorySubscription::close);
        clock.stop();
        types.close();
    }

    @Override
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public SlowHandlers slow() {
        return slow;
    }

    @Override
    public @Nullable PayloadCodec codec() {
        return codec.get();
    }

    @Override
    public void changed() {
        types.changed();
    }

    @Override
    public void closed(MemorySubscription subscription) {
        types.remove(subscription);
        closed.accept(subscription);
    }

    /** Called with each subscription that ended. */
    public void onClosed(Consumer<Subscription> listener) {
        closed = listener;
    }
}
