package io.mistersmith.eventstore.internal.engine;

/** Positions of events that were lost and given up, from first to last, both included. */
public record LostRange(long first, long last) {}
