package io.mistersmith.pools.internal;

import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.pools.internal.files.FilesConfig;
import io.mistersmith.pools.internal.generic.GenericConfig;
import io.mistersmith.pools.internal.jdbc.JdbcConfig;
import io.mistersmith.pools.internal.jdbc.UrlRules;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * What ranges cannot say of a pool: that its minimum is not above its maximum, that a leak is told of before it is ended, and
 * that files for TLS belong together, a URL is harmless and a root is a folder.
 */
@Component(
        property = {
            ConfigurationValidator.PID + "=" + GenericConfig.PID,
            ConfigurationValidator.PID + "=" + JdbcConfig.PID,
            ConfigurationValidator.PID + "=" + FilesConfig.PID,
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
        root(values, findings);
        tls(values, findings);
        if (values.get("url") instanceof String url) {
            url(url, findings);
            if (Boolean.TRUE.equals(values.get("tls.enabled")) && !url.startsWith("jdbc:postgresql:")) {
                findings.add(new Finding("tls.enabled", "is for PostgreSQL only"));
            }
            if ("session".equals(values.get("reset")) && !url.startsWith("jdbc:postgresql:")) {
                findings.add(new Finding("reset", "is for PostgreSQL only; use tracked"));
            }
        }
        return findings;
    }

    /** A folder that does not exist yet may come; what is no folder will not become one. */
    private static void root(Map<String, Object> values, List<Finding> findings) {
        if (!(values.get("root") instanceof String root)) {
            return;
        }
        try {
            Path folder = Path.of(root);
            if (root.isEmpty()) {
                findings.add(new Finding("root", "is empty; name the folder that the files are in"));
            } else if (!folder.isAbsolute()) {
                findings.add(new Finding("root", "is relative; name the folder from / on"));
            } else if (Files.exists(folder) && !Files.isDirectory(folder)) {
                findings.add(new Finding("root", "is no folder"));
            }
        } catch (InvalidPathException e) {
            findings.add(new Finding("root", "is no path: " + e.getReason()));
        }
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
