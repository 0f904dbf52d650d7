package io.mistersmith.metrics.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Mister Smith: Metrics", description = "Counters, gauges, histograms and timers")
@interface MetricsConfig {

    String PID = "io.mistersmith.metrics";

    @AttributeDefinition(
            name = "Series per name",
            description = "Series that one metric name may have; what comes above goes to one series named other.",
            min = "1",
            max = "100000")
    int max_series() default 1_000;

    @AttributeDefinition(
            name = "Budget",
            description =
                    "Milliseconds that all updates of histograms and timers may take in one second; above it they are"
                            + " sampled. Also the time of a collection above which slow suppliers are read apart from the"
                            + " others.",
            min = "1",
            max = "10000")
    long max_collection_time_ms() default 10;

    @AttributeDefinition(
            name = "Sampling rate",
            description =
                    "Share of the updates of histograms and timers that get a bucket of their own at most, rounded"
                            + " down to 1, 1/2, 1/4 to 1/64. Counts and sums are exact whatever it is.",
            min = "0.015625",
            max = "1")
    double sampling_rate() default 1.0;

    @AttributeDefinition(
            name = "Quantile window",
            description = "Milliseconds that the quantiles of summaries cover.",
            min = "1000",
            max = "3600000")
    long quantile_window_ms() default 60_000;

    @AttributeDefinition(
            name = "Batch",
            description = "Updates in the batch that is timed after each collection.",
            min = "10",
            max = "100000")
    int batch_size() default 1_000;

    @AttributeDefinition(
            name = "Runtime metrics",
            description = "Whether there are metrics of the JVM and the OSGi framework.")
    boolean enable_runtime_metrics() default true;

    @AttributeDefinition(name = "Process metrics", description = "Whether there are metrics of the process.")
    boolean enable_process_metrics() default true;
}
