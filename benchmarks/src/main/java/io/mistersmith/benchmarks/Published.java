package io.mistersmith.benchmarks;

import io.mistersmith.event.EventType;

/** What the bus comparisons publish, on both sides. */
@EventType("benchmark.published")
public record Published(int number, String text) {}
