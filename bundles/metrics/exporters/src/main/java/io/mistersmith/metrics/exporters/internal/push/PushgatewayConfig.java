package io.mistersmith.metrics.exporters.internal.push;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Metrics to a Pushgateway",
        description = "Sends all metrics to a Prometheus Pushgateway")
@interface PushgatewayConfig {

    String PID = "io.mistersmith.metrics.pushgateway";

    @AttributeDefinition(name = "Enabled", description = "Whether anything is exported.")
    boolean enabled() default true;

    @AttributeDefinition(name = "URL", description = "Where the Pushgateway is, without /metrics.")
    String url() default "http://127.0.0.1:9091";

    @AttributeDefinition(name = "Job", description = "The job that these metrics are of.")
    String job() default "mistersmith";

    @AttributeDefinition(
            name = "Instance",
            description = "The instance that these metrics are of. Empty: none is named.")
    String instance() default "";

    @AttributeDefinition(
            name = "Histogram buckets",
            description = "Upper bounds in seconds, rising; timers are then histograms with these buckets, and other"
                    + " histograms have powers of 4. Empty: summaries with the quantiles 0.5 to 0.999.")
    double[] histogram_buckets() default {};

    @AttributeDefinition(
            name = "Buckets of a metric",
            description = "Bounds for single metrics, as orders_call_seconds:0.005|0.01|0.05; of timers in seconds, of"
                    + " other histograms in their unit. Such a metric is a histogram in any case.")
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
