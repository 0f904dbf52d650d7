package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventbus.internal.core.Shape;
import io.mistersmith.eventbus.internal.memory.Origin;
import io.mistersmith.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** About one delivery of a stored event; collects what the handler emits. For the handler's thread. */
final class DurableContext implements EventContext {

    private static final int MOST_EMITTED = 4_000;

    private final String subscription;
    private final Owner owner;
    private final StoredEvent event;
    private final int attempt;
    private final boolean replay;
    private final @Nullable PayloadCodec codec;
    private final List<NewEvent<?>> emitted = new ArrayList<>();
    private volatile boolean over;

    DurableContext(
            String subscription,
            Owner owner,
            StoredEvent event,
            int attempt,
            boolean replay,
            @Nullable PayloadCodec codec) {
        this.subscription = subscription;
        this.owner = owner;
        this.event = event;
        this.attempt = attempt;
        this.replay = replay;
        this.codec = codec;
    }

    @Override
    public Event<?> event() {
        return event;
    }

    @Override
    public OptionalLong position() {
        return OptionalLong.of(event.position());
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public boolean replay() {
        return replay;
    }

    @Override
    public void emit(Object payloadOrEvent) {
        if (over) {
            throw new IllegalStateException("the call has returned: subscription=" + subscription);
        }
        if (emitted.size() >= MOST_EMITTED) {
            throw new IllegalStateException("more than " + MOST_EMITTED + " events emitted in one call");
        }
        NewEvent<?> given = payloadOrEvent instanceof NewEvent<?> already ? already : NewEvent.of(payloadOrEvent);
        if (given.id() != null) {
            throw new IllegalArgumentException("id=\"" + given.id() + "\" is set: emit makes the id");
        }
        check(given);
        String source = given.source() == null ? owner.name() : given.source();
        NewEvent<?> linked = Origin.during(event, given);
        emitted.add(linked.withSource(source).withId(Emitter.id(subscription, event, emitted.size())));
    }

    /** Finds out now, in the call, what cannot be stored. */
    private void check(NewEvent<?> given) {
        if (given.payload() instanceof JsonPayload) {
            return;
        }
        if (given.type() == null) {
            Shape.typeOf(given.payload().getClass(), codec);
        }
        if (codec != null) {
            codec.encode(given.payload());
        }
    }

    /** Ends the call and gives what it emitted. */
    List<NewEvent<?>> end() {
        over = true;
        return emitted;
    }
}
