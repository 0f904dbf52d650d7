package io.mistersmith.resilience.internal;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/**
 * A breaker lets all calls through again. Published in memory. A subscriber declares a record of its own with the same type and components.
 *
 * @param from the state before: {@code closed}, {@code open}, {@code half open}, {@code forced open}, {@code disabled} or
 *     {@code metrics only}
 * @param to the same, now
 */
@EventType("breaker.closed")
public record BreakerClosed(@Subject String name, String from, String to) {}
