package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The fields of an envelope that most events share: who published. Immutable. */
public sealed class Origin {

    private final String source;

    /** A publisher with this name. */
    public Origin(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }

    @Nullable
    NewEvent<?> fields() {
        return null;
    }

    OptionalLong position() {
        return OptionalLong.empty();
    }

    /** Fields that one event has of its own. */
    static final class Own extends Origin {

        private final NewEvent<?> fields;
        private final OptionalLong position;

        Own(Origin publisher, NewEvent<?> fields, OptionalLong position) {
            super(fields.source() == null ? publisher.source() : fields.source());
            this.fields = fields;
            this.position = position;
        }

        @Override
        NewEvent<?> fields() {
            return fields;
        }

        @Override
        OptionalLong position() {
            return position;
        }
    }

    /** The event with its correlation, causation and trace taken from the event that is being handled now, if any. */
    public static <T> NewEvent<T> during(@Nullable Event<?> cause, NewEvent<T> event) {
        if (cause == null) {
            return event;
        }
        NewEvent<T> linked = event.causationId() == null ? event.withCausationId(cause.id()) : event;
        String correlation = cause.correlationId();
        if (linked.correlationId() == null && correlation != null) {
            linked = linked.withCorrelationId(correlation);
        }
        String trace = cause.traceparent();
        return linked.traceparent() == null && trace != null ? linked.withTraceparent(trace) : linked;
    }

    /** The event with every field set that says which event it is: id, source and time. */
    public <T> NewEvent<T> identified(NewEvent<T> event, long millis) {
        NewEvent<T> known = event.id() == null ? event.withId(Uuid7.at(millis).toString()) : event;
        known = known.source() == null ? known.withSource(source) : known;
        return known.time() == null ? known.withTime(Instant.ofEpochMilli(millis)) : known;
    }

    static Map<String, String> headers(@Nullable NewEvent<?> fields) {
        return fields == null ? Map.of() : fields.headers();
    }
}
