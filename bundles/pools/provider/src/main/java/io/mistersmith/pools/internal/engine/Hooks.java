package io.mistersmith.pools.internal.engine;

import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.PluginResult;
import io.mistersmith.pools.ResourceHook;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks of one pool. Each call has a thread of the container and {@value #LIMIT_MILLIS} ms; what a hook throws, and a hook
 * that does not return, is counted and named in the log. A hook is not called again until its last call has returned. Without
 * threads it is called on the thread of the caller. Thread-safe.
 */
public final class Hooks {

    static final int LIMIT_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Duration LIMIT = Duration.ofMillis(LIMIT_MILLIS);

    private final String pool;
    private final PluginCalls guard;
    private final LongAdder failures = new LongAdder();
    private volatile List<Named> all = List.of();

    private record Named(ResourceHook hook, PluginCode code) {

        static Named of(ResourceHook hook) {
            Bundle bundle = FrameworkUtil.getBundle(hook.getClass());
            return new Named(hook, PluginCode.of(bundle == null ? "unknown" : bundle.getSymbolicName(), hook));
        }
    }

    /** Those of the pool of this name; none yet. */
    public Hooks(String pool, Supplier<Work> work) {
        this.pool = pool;
        this.guard = new PluginCalls(() -> task -> {
            if (!work.get().soon(task)) {
                throw new RejectedExecutionException("no threads");
            }
        });
    }

    /** From now on these. */
    public void set(List<ResourceHook> hooks) {
        all = hooks.stream().map(Named::of).toList();
    }

    /** How many calls threw, did not return in time, or were left out because an earlier one has not returned. */
    public long failures() {
        return failures.sum();
    }

    /** Whether nobody watches. */
    public boolean none() {
        return all.isEmpty();
    }

    /** Before its borrower has it. */
    public void acquired(Object resource) {
        each(hook -> {
            hook.onAcquire(pool, resource);
            return true;
        });
    }

    /** When it comes back. */
    public void released(Object resource) {
        each(hook -> {
            hook.onRelease(pool, resource);
            return true;
        });
    }

    /** Before it is destroyed. */
    public void evicted(Object resource) {
        each(hook -> {
            hook.onEvict(pool, resource);
            return true;
        });
    }

    /** When it is checked. Every hook is asked, even if one said no; one that fails has no say. */
    public boolean healthy(Object resource) {
        return each(hook -> hook.onHealthCheck(pool, resource));
    }

    /** Reads what code of a plugin threw, such as a factory. */
    Throwable loggable(Throwable thrown) {
        return guard.read(thrown).loggable();
    }

    private boolean each(Predicate<ResourceHook> call) {
        boolean yes = true;
        for (Named one : all) {
            PluginResult<Boolean> answer = guard.callAlways(one.code(), LIMIT, () -> call.test(one.hook()));
            PluginFailure failure = answer.failure();
            if (failure == null) {
                yes &= Boolean.TRUE.equals(answer.value());
            } else {
                failures.increment();
                if (failure.kind() == PluginFailure.Kind.NOT_CALLED) { // it was named when it was given up
                    LOG.debug("Hook left out: pool={}, hook={}", pool, failure);
                } else {
                    LOG.warn("Hook failed: pool={}, hook={}", pool, failure, failure.loggable());
                }
            }
        }
        return yes;
    }
}
