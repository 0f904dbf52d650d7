package io.mistersmith.itests.recorder;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/** What the fault tests send. */
@EventType("test.ping")
public record Ping(@Subject String key, long n) {}
