package io.mistersmith.pools.internal.engine;

import io.mistersmith.pools.ResourceHook;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hooks of one pool. What a hook throws stays here. Thread-safe. */
public final class Hooks {

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final String pool;
    private final LongAdder failures = new LongAdder();
    private volatile List<ResourceHook> all = List.of();

    /** Those of the pool of this name; none yet. */
    public Hooks(String pool) {
        this.pool = pool;
    }

    /** From now on these. */
    public void set(List<ResourceHook> hooks) {
        all = List.copyOf(hooks);
    }

    /** How many calls threw. */
    public long failures() {
        return failures.sum();
    }

    /** Whether nobody watches. */
    public boolean none() {
        return all.isEmpty();
    }

    /** Before its borrower has it. */
    public void acquired(Object resource) {
        each(hook -> hook.onAcquire(pool, resource));
    }

    /** When it comes back. */
    public void released(Object resource) {
        each(hook -> hook.onRelease(pool, resource));
    }

    /** Before it is destroyed. */
    public void evicted(Object resource) {
        each(hook -> hook.onEvict(pool, resource));
    }

    /** When it is checked. Every hook is asked, also after one said no. */
    public boolean healthy(Object resource) {
        boolean[] healthy = {true};
        each(hook -> healthy[0] &= hook.onHealthCheck(pool, resource));
        return healthy[0];
    }

    private void each(Consumer<ResourceHook> call) {
        for (ResourceHook hook : all) {
            try {
                call.accept(hook);
            } catch (Throwable e) {
                failures.increment();
                LOG.warn("Hook failed: pool={}, hook={}", pool, hook.getClass().getName(), e);
            }
        }
    }
}
