package io.mistersmith.itests.leaky;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/** What the plugin tells itself, by way of the bus and of the store. */
@EventType("test.dropped")
public record Dropped(@Subject String key, boolean durable) {}
