package io.mistersmith.health.internal;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/**
 * A check, or the whole ({@code container}), is another than before. Published in memory. A subscriber declares a record of
 * its own with the same type and components.
 *
 * @param from {@code healthy}, {@code degraded}, {@code unknown} or {@code unhealthy}
 * @param to the same, now
 * @param cause what the check says
 */
@EventType("health.changed")
public record HealthChanged(@Subject String name, String from, String to, String cause) {}
