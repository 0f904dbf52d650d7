package io.mistersmith.metrics.exporters.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Mister Smith: Metrics Exporters", description = "What all ways out for metrics share")
@interface ExportersConfig {

    String PID = "io.mistersmith.metrics.exporters";

    @AttributeDefinition(
            name = "Sample period",
            description = "Milliseconds between two samples for metric:watch, which shows the last 60 of them.",
            min = "1000",
            max = "3600000")
    long sample_period_ms() default 5_000;
}
