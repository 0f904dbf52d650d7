package io.mistersmith.resilience.internal;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/**
 * A breaker lets trial calls through to see whether it can close. Published in memory. A subscriber declares a record of its own with the same type and components.
 *
 * @param from the state before: {@code closed}, {@code open}, {@code half open}, {@code forced open}, {@code disabled} or
 *     {@code metrics only}
 * @param to the same, now
 */
@EventType("breaker.half_opened")
public record BreakerHalfOpened(@Subject String name, String from, String to) {}
