package io.mistersmith.pools.internal;

import io.mistersmith.pools.ResourceHook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The hooks there are, and which pool each one watches. Thread-safe. */
final class HookSet {

    private final PoolSet pools;
    private final Map<Object, Named> hooks = new LinkedHashMap<>(); // guarded by this

    HookSet(PoolSet pools) {
        this.pools = pools;
    }

    /**
     * Adds a hook, or changes which pools it watches.
     *
     * @param key who it is
     * @param names one name, or several in an array or a collection; null: every pool
     */
    synchronized void add(Object key, ResourceHook hook, @Nullable Object names) {
        hooks.put(key, new Named(hook, namesOf(names)));
        pools.all().forEach(this::tell);
    }

    synchronized void remove(Object key) {
        hooks.remove(key);
        pools.all().forEach(this::tell);
    }

    synchronized void tell(ManagedPool pool) {
        List<ResourceHook> watching = new ArrayList<>();
        for (Named one : hooks.values()) {
            if (one.names.isEmpty() || one.names.contains(pool.name())) {
                watching.add(one.hook);
            }
        }
        pool.engine().hooks().set(watching);
    }

    private static List<String> namesOf(@Nullable Object names) {
        if (names == null) {
            return List.of();
        }
        Collection<?> all = names instanceof Collection<?> several
                ? several
                : names instanceof Object[] array ? Arrays.asList(array) : List.of(names);
        return all.stream().filter(Objects::nonNull).map(Object::toString).toList();
    }

    private record Named(ResourceHook hook, List<String> names) {}
}
