package io.mistersmith.framework.counting;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/** What the tests of the bus send. */
@EventType("test.counted")
public record Counted(@Subject String key, int n) {}
