package io.mistersmith.sourcing.internal;

import io.mistersmith.event.Event;
import io.mistersmith.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored event with its payload as the plugin's record. */
record DecodedEvent(StoredEvent stored, Object payload) implements Event<Object> {

    @Override
    public String id() {
        return stored.id();
    }

    @Override
    public String type() {
        return stored.type();
    }

    @Override
    public int schemaVersion() {
        return stored.schemaVersion();
    }

    @Override
    public String source() {
        return stored.source();
    }

    @Override
    public Instant time() {
        return stored.time();
    }

    @Override
    public @Nullable String subject() {
        return stored.subject();
    }

    @Override
    public @Nullable String correlationId() {
        return stored.correlationId();
    }

    @Override
    public @Nullable String causationId() {
        return stored.causationId();
    }

    @Override
    public @Nullable String traceparent() {
        return stored.traceparent();
    }

    @Override
    public Map<String, String> headers() {
        return stored.headers();
    }
}
