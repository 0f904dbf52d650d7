package io.mistersmith.itests.soak;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/** What the soak test sends from outside, and {@link Stages} from inside. */
@EventType("test.soak")
public record Soaked(@Subject String key, long n) {}
