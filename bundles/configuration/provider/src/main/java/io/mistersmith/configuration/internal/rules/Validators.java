package io.mistersmith.configuration.internal.rules;

import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.configuration.ConfigurationValidator.Finding;
import io.mistersmith.configuration.internal.guard.Rules;
import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.PluginResult;
import io.mistersmith.plugincode.support.ReadThrowable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the validators that there are, each for a second at most. What fails says no: an exception refuses the values, and
 * one that took too long is not asked again, since its thread may never come back. Knows no OSGi. Thread-safe.
 *
 * <p>They run on a pool of the container, which is there before any plugin is; without one on the thread that asks.
 */
final class Validators implements Rules {

    static final Duration LIMIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Validators.class);

    private final Map<Object, Named> all = new ConcurrentHashMap<>();
    private final Set<Object> stuck = ConcurrentHashMap.newKeySet();
    private final PluginCalls guard;
    private final Duration limit;

    private record Named(ConfigurationValidator validator, String bundle, Set<String> pids) {}

    /**
     * @param pool null while there is none
     */
    Validators(Supplier<@Nullable Executor> pool, Duration limit) {
        this.guard = new PluginCalls(pool);
        this.limit = limit;
    }

    /** Takes a validator, or other PIDs of it. */
    void add(Object id, ConfigurationValidator validator, String bundle, Set<String> pids) {
        all.put(id, new Named(validator, bundle, Set.copyOf(pids)));
    }

    /** Lets a validator go, which may be stuck. */
    void remove(Object id) {
        all.remove(id);
        stuck.remove(id);
    }

    @Override
    public List<Finding> findings(String pid, Map<String, Object> values) {
        List<Finding> findings = new ArrayList<>();
        all.forEach((id, named) -> {
            if (named.pids().contains(pid)) {
                findings.addAll(ask(id, named, values));
            }
        });
        return findings;
    }

    private List<Finding> ask(Object id, Named named, Map<String, Object> values) {
        if (stuck.contains(id)) {
            return no("the validator of " + named.bundle() + " does not answer; plugin:restart it");
        }
        PluginResult<List<Finding>> answer = guard.callAlways(
                PluginCode.of(named.bundle(), named.validator()),
                limit,
                () -> List.copyOf(named.validator().validate(values)));
        PluginFailure failure = answer.failure();
        if (failure == null) {
            List<Finding> findings = answer.value();
            return findings == null ? List.of() : findings;
        }
        ReadThrowable thrown = failure.thrown();
        if (thrown != null) {
            return no("the validator of " + named.bundle() + " failed: " + thrown.summary());
        }
        if (failure.kind() == PluginFailure.Kind.TIMED_OUT) {
            stuck.add(id);
            LOG.warn(
                    "The validator of {} took longer than {} ms and is not asked again until it is registered anew;"
                            + " until then changes of {} are refused",
                    named.bundle(),
                    limit.toMillis(),
                    String.join(", ", named.pids()));
            return no("the validator of " + named.bundle() + " did not answer within " + limit.toMillis() + " ms");
        }
        return no("the validator of " + named.bundle() + " " + failure.summary());
    }

    private static List<Finding> no(String reason) {
        return List.of(new Finding("", reason));
    }
}
