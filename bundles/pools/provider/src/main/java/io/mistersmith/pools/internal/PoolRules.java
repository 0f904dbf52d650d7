package io.mistersmith.pools.internal;

import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.pools.internal.generic.GenericConfig;
import io.mistersmith.pools.internal.jdbc.JdbcConfig;
import io.mistersmith.pools.internal.jdbc.UrlRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * What ranges cannot say of a pool: that its minimum is not above its maximum, that a leak is told of before it is ended, and
 * that files for TLS belong together and a URL is harmless.
 */
@Component(
        property = {
            ConfigurationValidator.PID + "=" + GenericConfig.PID,
            ConfigurationValidator.PID + "=" + JdbcConfig.PID,
            ConfigurationValidator.PID + "=io.mistersmith.pools.redis"
        })
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
        tls(values, findings);
        if (values.get("url") instanceof String url) {
            url(url, findings);
            if (Boolean.TRUE.equals(values.get("tls.enabled")) && !url.startsWith("jdbc:postgresql:")) {
                findings.add(new Finding("tls.enabled", "is for PostgreSQL only"));
            }
        }
        return findings;
    }

    /** Files that belong together, and files of which one is enough. */
    private static void tls(Map<String, Object> values, List<Finding> findings) {
        if (isSet(values, "tls.cert") != isSet(values, "tls.key")) {
            String there = isSet(values, "tls.cert") ? "tls.cert" : "tls.key";
            findings.add(new Finding(there, "is set without " + (there.equals("tls.cert") ? "tls.key" : "tls.cert")));
        }
        if (isSet(values, "tls.cert") && isSet(values, "tls.keystore")) {
            findings.add(new Finding("tls.keystore", "is set beside tls.cert: one is enough"));
        }
        if (isSet(values, "tls.ca") && isSet(values, "tls.truststore")) {
            findings.add(new Finding("tls.truststore", "is set beside tls.ca: one is enough"));
        }
    }

    private static boolean isSet(Map<String, Object> values, String key) {
        Object value = values.get(key);
        return value != null && !value.toString().isEmpty();
    }

    private static void url(String url, List<Finding> findings) {
        try {
            UrlRules.check(url);
        } catch (IllegalArgumentException e) {
            findings.add(new Finding("url", String.valueOf(e.getMessage()).replaceFirst("^url ", "")));
        }
    }

    private static long number(Map<String, Object> values, String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
