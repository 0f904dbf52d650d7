package io.mistersmith.resilience.internal;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/**
 * A breaker refuses calls from now on: too many failed or were slow, its trials failed, or an operator opened it. Published in memory. A subscriber declares a record of its own with the same type and components.
 *
 * @param from the state before: {@code closed}, {@code open}, {@code half open}, {@code forced open}, {@code disabled} or
 *     {@code metrics only}
 * @param to the same, now
 */
@EventType("breaker.opened")
public record BreakerOpened(@Subject String name, String from, String to) {}
