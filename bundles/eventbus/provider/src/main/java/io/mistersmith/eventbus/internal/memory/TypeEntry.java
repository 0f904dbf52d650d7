package io.mistersmith.eventbus.internal.memory;

import org.jspecify.annotations.Nullable;

/** One event type as a publisher names it, and the subscriptions that take it. */
final class TypeEntry {

    final String name;
    final int version;
    private final TypeTable table;

    /** Replaced as a whole by the table, under its lock; never changed. */
    volatile MemorySubscription[] subscriptions = {};

    /** Whether it was said that nobody gets it; racy on purpose. */
    boolean warned;

    TypeEntry(String name, int version, TypeTable table) {
        this.name = name;
        this.version = version;
        this.table = table;
    }

    @Nullable
    String subjectOf(Object payload) {
        return table.subjectOf(payload);
    }
}
