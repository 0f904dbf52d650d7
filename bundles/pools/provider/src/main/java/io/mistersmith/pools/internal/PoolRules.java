package io.mistersmith.pools.internal;

import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.pools.internal.generic.GenericConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** What ranges cannot say of a pool: that its minimum is not above its maximum, and that a leak is told of before it is ended. */
@Component(property = ConfigurationValidator.PID + "=" + GenericConfig.PID)
public final class PoolRules implements ConfigurationValidator {

    @Override
    public List<Finding> validate(Map<String, Object> values) {
        List<Finding> findings = new ArrayList<>();
        if (number(values, "min.size") > number(values, "max.size")) {
            findings.add(new Finding("min.size", "is above max.size=" + values.get("max.size")));
        }
        long reclaim = number(values, "leak.reclaim.ms");
        if (reclaim > 0 && reclaim < number(values, "leak.threshold.ms")) {
            findings.add(
                    new Finding("leak.reclaim.ms", "is below leak.threshold.ms=" + values.get("leak.threshold.ms")));
        }
        return findings;
    }

    private static long number(Map<String, Object> values, String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
