package io.mistersmith.metrics.exporters.internal.log;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Mister Smith: Metrics to the log", description = "Writes metrics to the log")
@interface LogConfig {

    String PID = "io.mistersmith.metrics.log";

    @AttributeDefinition(name = "Enabled", description = "Whether anything is exported.")
    boolean enabled() default true;

    @AttributeDefinition(name = "Names", description = "Only metrics whose names begin with one of these. Empty: all.")
    String[] names() default {};

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

    @AttributeDefinition(name = "Prefix", description = "Stands before every name. Empty: nothing.")
    String prefix() default "";
}
