package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.configuration.ConfigurationValidator;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** What the metatypes of the ways out cannot say: forms of names, addresses, and bounds that rise. */
@Component(
        property = {
            ConfigurationValidator.PID + "=io.mistersmith.metrics.prometheus",
            ConfigurationValidator.PID + "=io.mistersmith.metrics.pushgateway",
            ConfigurationValidator.PID + "=io.mistersmith.metrics.otlp",
            ConfigurationValidator.PID + "=io.mistersmith.metrics.statsd",
            ConfigurationValidator.PID + "=io.mistersmith.metrics.jmx",
            ConfigurationValidator.PID + "=io.mistersmith.metrics.log"
        })
public final class ExporterRules implements ConfigurationValidator {

    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_.]*)?");
    private static final Pattern PROMETHEUS_PREFIX = Pattern.compile("([a-z][a-z0-9_]*)?");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.:-]+");
    private static final int MOST_BUCKETS = 100;

    @Override
    public List<Finding> validate(Map<String, Object> values) {
        List<Finding> findings = new ArrayList<>();
        boolean prometheus = values.containsKey("histogram.buckets");
        form(findings, values, "prefix", prometheus ? PROMETHEUS_PREFIX : PREFIX);
        form(findings, values, "job", PART);
        if (!"".equals(values.get("instance"))) {
            form(findings, values, "instance", PART);
        }
        if (values.get("histogram.buckets") instanceof List<?> bounds) {
            add(findings, "histogram.buckets", faultOf(bounds));
        }
        list(findings, values, HistogramBuckets.METRIC_BUCKETS, entries -> {
            var unused = new HistogramBuckets(new double[0], List.of(entries), "");
        });
        for (String key : List.of("resource.attributes", "headers")) {
            list(findings, values, key, entries -> {
                var unused = NamedValues.of(key, entries);
            });
        }
        if (values.get("url") instanceof String url && !isHttp(url)) {
            findings.add(new Finding("url", "is not the address of an HTTP server"));
        }
        if (values.get("domain") instanceof String domain && !isDomain(domain)) {
            findings.add(new Finding("domain", "is no JMX domain"));
        }
        return findings;
    }

    private static void form(List<Finding> findings, Map<String, Object> values, String key, Pattern form) {
        if (values.get(key) instanceof String text && !form.matcher(text).matches()) {
            findings.add(new Finding(key, "is not " + form));
        }
    }

    private static void add(List<Finding> findings, String key, @Nullable String reason) {
        if (reason != null) {
            findings.add(new Finding(key, reason));
        }
    }

    private static @Nullable String faultOf(List<?> bounds) {
        if (bounds.size() > MOST_BUCKETS) {
            return "has " + bounds.size() + " bounds, at most " + MOST_BUCKETS;
        }
        double before = 0;
        for (Object bound : bounds) {
            double seconds = bound instanceof Number number ? number.doubleValue() : Double.NaN;
            if (!(seconds > before && seconds <= 1e9)) {
                return "is not a list of rising seconds above 0";
            }
            before = seconds;
        }
        return null;
    }

    /** Reports what a check throws, whose message begins with the key. */
    private static void list(List<Finding> findings, Map<String, Object> values, String key, Consumer<String[]> check) {
        if (values.get(key) instanceof List<?> entries) {
            try {
                check.accept(entries.stream().map(String::valueOf).toArray(String[]::new));
            } catch (IllegalArgumentException e) {
                findings.add(new Finding(key, String.valueOf(e.getMessage()).substring(key.length() + 1)));
            }
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isDomain(String domain) {
        try {
            return !domain.isEmpty() && !new ObjectName(domain, "name", "x").isPattern();
        } catch (MalformedObjectNameException e) {
            return false;
        }
    }
}
