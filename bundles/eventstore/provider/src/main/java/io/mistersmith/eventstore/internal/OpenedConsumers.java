package io.mistersmith.eventstore.internal;

import io.mistersmith.eventstore.Consumer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Who opened which consumers, so that they end with their owner. Thread-safe; knows no OSGi. */
final class OpenedConsumers {

    /** Closed ones go by themselves, because nobody else holds them. */
    private final Map<Long, Set<Consumer>> opened = new ConcurrentHashMap<>();

    /**
     * Opens a consumer that is closed when its owner ends.
     *
     * @param running whether the owner runs; false before {@link #ended} is called
     * @throws IllegalStateException if it does not; then nothing is left open
     */
    Consumer open(long owner, String name, BooleanSupplier running, Supplier<Consumer> opening) {
        check(name, running);
        Consumer consumer = opening.get();
        Set<Consumer> own = opened.computeIfAbsent(
                owner, id -> Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>())));
        own.add(consumer);
        // The owner may have ended while this was opened, and then nobody would close it any more.
        if (!running.getAsBoolean()) {
            own.remove(consumer);
            opened.remove(owner, Set.of());
            consumer.close();
            check(name, running);
        }
        return consumer;
    }

    /** Closes what an owner left open. */
    void ended(long owner) {
        Set<Consumer> left = opened.remove(owner);
        if (left != null) {
            List.copyOf(left).forEach(Consumer::close);
        }
    }

    private static void check(String name, BooleanSupplier running) {
        if (!running.getAsBoolean()) {
            throw new IllegalStateException("consumer " + name + " is not opened: the bundle that asks has stopped");
        }
    }
}
