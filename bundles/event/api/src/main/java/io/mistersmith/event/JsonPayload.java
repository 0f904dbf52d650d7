package io.mistersmith.event;

import java.util.Objects;

/**
 * A payload whose record class is not at hand: an event from outside, or one read from the store.
 *
 * @param json one JSON value as text; whoever makes it vouches that it is well formed
 */
public record JsonPayload(String json) {

    /** Refuses null. */
    public JsonPayload {
        Objects.requireNonNull(json, "json");
    }
}
