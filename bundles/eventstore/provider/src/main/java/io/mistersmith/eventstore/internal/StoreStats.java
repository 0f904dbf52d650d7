package io.mistersmith.eventstore.internal;

import org.jspecify.annotations.Nullable;

/**
 * Figures of the open store, for display.
 *
 * @param engine its name
 * @param location the database file
 * @param durable whether every acknowledged event is on disk
 * @param events events stored
 * @param databaseBytes size of the database file
 * @param logBytes size of the write-ahead log beside it
 * @param waitingEvents events whose callers were not notified yet
 * @param problem why the log could not be emptied the last time it was due; null if it could
 */
public record StoreStats(
        String engine,
        String location,
        boolean durable,
        long events,
        long databaseBytes,
        long logBytes,
        int waitingEvents,
        @Nullable String problem) {}
