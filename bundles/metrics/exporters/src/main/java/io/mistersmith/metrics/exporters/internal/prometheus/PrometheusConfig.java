package io.mistersmith.metrics.exporters.internal.prometheus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Prometheus Scrape",
        description = "One address at which Prometheus fetches all metrics")
@interface PrometheusConfig {

    String PID = "io.mistersmith.metrics.prometheus";

    @AttributeDefinition(name = "Enabled", description = "Whether to listen at all.")
    boolean enabled() default true;

    @AttributeDefinition(name = "Host", description = "Address to listen on.")
    String host() default "127.0.0.1";

    @AttributeDefinition(
            name = "Port",
            description = "Port to listen on. 0: one that is free, which the log names.",
            min = "0",
            max = "65535")
    int port() default 9090;

    @AttributeDefinition(name = "Prefix", description = "Stands before every name, as acme_. Empty: nothing.")
    String prefix() default "";

    @AttributeDefinition(
            name = "Histogram buckets",
            description = "Upper bounds in seconds, rising; timers are then histograms with these buckets, and other"
                    + " histograms have powers of 4. Empty: summaries with the quantiles 0.5 to 0.999.")
    double[] histogram_buckets() default {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    @AttributeDefinition(
            name = "Buckets of a metric",
            description = "Bounds for single metrics, as orders_call_seconds:0.005|0.01|0.05; of timers in seconds, of"
                    + " other histograms in their unit. Such a metric is a histogram in any case.")
    String[] metric_buckets() default {};

    @AttributeDefinition(
            name = "Retry",
            description = "Milliseconds after which a port that was taken is tried again.",
            min = "100",
            max = "3600000")
    long retry_ms() default 10_000;
}
