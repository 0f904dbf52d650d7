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
}
