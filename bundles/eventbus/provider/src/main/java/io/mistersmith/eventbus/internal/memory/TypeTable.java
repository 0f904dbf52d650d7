package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadType;
import io.mistersmith.eventbus.internal.core.Shape;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which subscriptions take which type. Reading is lock-free; changes happen under the table's lock.
 *
 * <p>An entry hangs on the payload's class, which nothing here holds: the entry goes with the class. What an entry holds,
 * the bus among it, goes when the bus is closed.
 */
final class TypeTable {

    private static final int MOST_NAMES = 10_000;

    private final ClassValue<TypeEntry> byClass = new ClassValue<>() {
        @Override
        protected TypeEntry computeValue(Class<?> payload) {
            return entryOf(payload);
        }
    };

    private final Supplier<@Nullable PayloadCodec> codec;
    private final List<Known> known = new ArrayList<>(); // guarded by this
    private final Map<String, TypeEntry> byName = new HashMap<>(); // guarded by this
    private final List<MemorySubscription> subscriptions = new ArrayList<>(); // guarded by this

    TypeTable(Supplier<@Nullable PayloadCodec> codec) {
        this.codec = codec;
    }

    /** The entry of a payload's class. */
    TypeEntry of(Class<?> payload) {
        return byClass.get(payload);
    }

    /** The entry of a type that is named apart from the payload's class; at most so many are kept. */
    synchronized TypeEntry named(String name) {
        TypeEntry entry = byName.get(name);
        if (entry == null) {
            entry = new TypeEntry(name, 1, this);
            entry.subscriptions = taking(name);
            if (byName.size() < MOST_NAMES) {
                byName.put(name, entry);
            }
        }
        return entry;
    }

    synchronized void add(MemorySubscription subscription) {
        subscriptions.add(subscription);
        refresh();
    }

    synchronized void remove(MemorySubscription subscription) {
        if (subscriptions.remove(subscription)) {
            refresh();
        }
    }

    /** A subscription takes other types than before. */
    synchronized void changed() {
        refresh();
    }

    synchronized List<MemorySubscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** Takes every entry off its class, so that no class of a plugin holds on to this bus. */
    synchronized void close() {
        subscriptions.clear();
        refresh();
        for (Known one : known) {
            Class<?> payload = one.payload.get();
            if (payload != null) {
                byClass.remove(payload);
            }
        }
        known.clear();
    }

    @Nullable
    String subjectOf(Object payload) {
        PayloadCodec now = codec.get();
        return now == null || payload instanceof JsonPayload ? null : now.subjectOf(payload);
    }

    private TypeEntry entryOf(Class<?> payload) {
        PayloadType type = Shape.typeOf(payload, codec.get());
        TypeEntry entry = new TypeEntry(type.name(), type.version(), this);
        synchronized (this) {
            known.removeIf(one -> one.payload.get() == null);
            known.add(new Known(new WeakReference<>(payload), new WeakReference<>(entry)));
            entry.subscriptions = taking(entry.name);
        }
        return entry;
    }

    private void refresh() {
        for (Known one : known) {
            TypeEntry entry = one.entry.get();
            if (entry != null) {
                entry.subscriptions = taking(entry.name);
            }
        }
        byName.values().forEach(entry -> entry.subscriptions = taking(entry.name));
    }

    private MemorySubscription[] taking(String type) {
        return subscriptions.stream().filter(one -> one.takes(type)).toArray(MemorySubscription[]::new);
    }

    private record Known(WeakReference<Class<?>> payload, WeakReference<TypeEntry> entry) {}
}
