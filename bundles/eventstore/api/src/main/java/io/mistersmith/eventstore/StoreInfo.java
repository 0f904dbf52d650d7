package io.mistersmith.eventstore;

/**
 * Which engine keeps the events, and where.
 *
 * @param engine its name, such as {@code SQLite}
 * @param location its file as people find it ({@code home/data/events.db}), or its URL without secrets
 * @param durable whether every acknowledged event is on disk; false only in tests and in memory
 * @param events how many events it holds
 */
public record StoreInfo(String engine, String location, boolean durable, long events) {}
