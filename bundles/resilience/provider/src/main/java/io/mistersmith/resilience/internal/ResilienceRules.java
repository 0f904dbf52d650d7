package io.mistersmith.resilience.internal;

import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.resilience.internal.core.ClassNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** What ranges cannot say: that a breaker can open at all, that waits grow, and that classes have names. */
@Component(
        property = {ConfigurationValidator.PID + "=" + BreakerKeys.PID, ConfigurationValidator.PID + "=" + RetryKeys.PID
        })
public final class ResilienceRules implements ConfigurationValidator {

    private static final List<String> CLASSES = List.of("record.exceptions", "retry.exceptions", "ignore.exceptions");

    @Override
    public List<Finding> validate(Map<String, Object> values) {
        List<Finding> findings = new ArrayList<>();
        if ("calls".equals(values.get("window.type"))
                && number(values, "minimum.calls") > number(values, "window.size")) {
            findings.add(new Finding(
                    "minimum.calls", "is above window.size=" + values.get("window.size") + ": it would never open"));
        }
        if (number(values, "backoff.initial.ms") > number(values, "backoff.max.ms")) {
            findings.add(new Finding("backoff.initial.ms", "is above backoff.max.ms=" + values.get("backoff.max.ms")));
        }
        CLASSES.forEach(key -> classes(key, values.get(key), findings));
        return findings;
    }

    private static long number(Map<String, Object> values, String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 0;
    }

    private static void classes(String key, @Nullable Object value, List<Finding> findings) {
        List<?> names = value instanceof List<?> many ? many : value == null ? List.of() : List.of(value);
        for (Object name : names) {
            try {
                ClassNames.of(key, name.toString());
            } catch (IllegalArgumentException e) {
                findings.add(new Finding(key, "holds what is not the name of a class"));
            }
        }
    }
}
