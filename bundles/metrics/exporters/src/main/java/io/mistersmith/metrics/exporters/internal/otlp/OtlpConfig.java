package io.mistersmith.metrics.exporters.internal.otlp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Metrics over OTLP",
        description = "Sends all metrics to an OpenTelemetry collector, by OTLP over HTTP")
@interface OtlpConfig {

    String PID = "io.mistersmith.metrics.otlp";

    @AttributeDefinition(name = "Enabled", description = "Whether anything is exported.")
    boolean enabled() default true;

    @AttributeDefinition(name = "URL", description = "Where the collector is, without /v1/metrics.")
    String url() default "http://127.0.0.1:4318";

    @AttributeDefinition(
            name = "Resource attributes",
            description = "NAME=VALUE of each attribute that says whose metrics these are.")
    String[] resource_attributes() default {"service.name=mistersmith"};

    @AttributeDefinition(
            name = "Headers",
            description = "NAME=VALUE of each header that a request has besides its own.")
    String[] headers() default {};

    @AttributeDefinition(
            name = "Histogram buckets",
            description =
                    "Upper bounds in seconds, rising, of the buckets of timers; other histograms have powers of 4."
                            + " Empty: no buckets.")
    double[] histogram_buckets() default {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    @AttributeDefinition(
            name = "Buckets of a metric",
            description = "Bounds for single metrics, as orders_call_seconds:0.005|0.01|0.05; of timers in seconds, of"
                    + " other histograms in their unit.")
    String[] metric_buckets() default {};

    @AttributeDefinition(
            name = "Interval",
            description = "Milliseconds between the starts of two exports.",
            min = "100",
            max = "86400000")
    long interval_ms() default 60_000;

    @AttributeDefinition(
            name = "Timeout",
            description = "Milliseconds that one export may take.",
            min = "10",
            max = "600000")
    long timeout_ms() default 10_000;

    @AttributeDefinition(
            name = "Backoff",
            description = "Milliseconds to wait after a first failure; doubled with each more, up to the interval.",
            min = "10",
            max = "3600000")
    long backoff_ms() default 1_000;

    @AttributeDefinition(name = "Prefix", description = "Stands before every name, as acme_. Empty: nothing.")
    String prefix() default "";
}
