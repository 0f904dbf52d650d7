package io.mistersmith.metrics.exporters.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationValidator.Finding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExporterRulesTest {

    private static final List<Double> NONE = List.of();

    private final ExporterRules rules = new ExporterRules();

    @Test
    void theDefaultsAreRight() {
        assertThat(rules.validate(Map.of("prefix", "", "histogram.buckets", NONE)))
                .isEmpty();
        assertThat(rules.validate(Map.of("prefix", "", "domain", "io.mistersmith.metrics")))
                .isEmpty();
        assertThat(rules.validate(pushgateway("http://127.0.0.1:9091", "mistersmith", "")))
                .isEmpty();
    }

    @Test
    void boundsRiseAboveZero() {
        String reason = "is not a list of rising seconds above 0";
        assertThat(buckets(List.of(0.1, 1.0, 10.0))).isEmpty();
        assertThat(buckets(List.of(1.0, 0.1))).containsExactly(new Finding("histogram.buckets", reason));
        assertThat(buckets(List.of(0.0))).containsExactly(new Finding("histogram.buckets", reason));
        assertThat(buckets(List.of(Double.NaN))).containsExactly(new Finding("histogram.buckets", reason));
    }

    @Test
    void bucketsOfAMetricAreNamed() {
        assertThat(rules.validate(Map.of("prefix", "", "metric.buckets", List.of("a_seconds:0.1|1"))))
                .isEmpty();
        assertThat(rules.validate(Map.of("prefix", "", "metric.buckets", List.of("a_seconds:1|0.1"))))
                .containsExactly(new Finding(
                        "metric.buckets",
                        "has bounds that do not rise from above 0 to at most 1.0E15: a_seconds:1|0.1"));
    }

    @Test
    void aPrefixIsTheBeginningOfANameThere() {
        assertThat(rules.validate(Map.of("prefix", "acme.", "histogram.buckets", NONE)))
                .containsExactly(new Finding("prefix", "is not ([a-z][a-z0-9_]*)?"));
        assertThat(rules.validate(Map.of("prefix", "acme."))).isEmpty();
        assertThat(rules.validate(Map.of("prefix", "9"))).hasSize(1);
    }

    @Test
    void whereToPushMustBeAnAddress() {
        assertThat(rules.validate(pushgateway("gateway:9091", "j", "")))
                .containsExactly(new Finding("url", "is not the address of an HTTP server"));
        assertThat(rules.validate(pushgateway("http://h/", "a/b", "c d")))
                .extracting(Finding::key)
                .containsExactly("job", "instance");
    }

    @Test
    void headersAndResourceAttributesHaveNames() {
        assertThat(rules.validate(
                        Map.of("headers", List.of("api-key=s3cret=", "b="), "resource.attributes", List.of("a=b"))))
                .isEmpty();
        assertThat(rules.validate(Map.of("headers", List.of("a=b", "s3cret"))))
                .containsExactly(new Finding("headers", "has an entry that is not NAME=VALUE: number 2"));
        assertThat(rules.validate(Map.of("resource.attributes", List.of("=b"))))
                .containsExactly(new Finding("resource.attributes", "has an entry that is not NAME=VALUE: number 1"));
        assertThat(rules.validate(Map.of("headers", List.of("a=b\r\nc: d")))).hasSize(1);
    }

    @Test
    void aDomainIsNoPattern() {
        assertThat(rules.validate(Map.of("domain", "io.*"))).containsExactly(new Finding("domain", "is no JMX domain"));
    }

    private List<Finding> buckets(List<Double> bounds) {
        return rules.validate(Map.of("prefix", "", "histogram.buckets", bounds));
    }

    private static Map<String, Object> pushgateway(String url, String job, String instance) {
        return Map.of("prefix", "", "histogram.buckets", NONE, "url", url, "job", job, "instance", instance);
    }
}
