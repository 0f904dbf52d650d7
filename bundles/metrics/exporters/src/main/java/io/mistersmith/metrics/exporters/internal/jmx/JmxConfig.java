package io.mistersmith.metrics.exporters.internal.jmx;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Metrics to JMX",
        description = "Shows all metrics as MBeans in this JVM; opens no port")
@interface JmxConfig {

    String PID = "io.mistersmith.metrics.jmx";

    @AttributeDefinition(name = "Enabled", description = "Whether anything is exported.")
    boolean enabled() default true;

    @AttributeDefinition(name = "Domain", description = "Domain of the MBeans.")
    String domain() default "io.mistersmith.metrics";

    @AttributeDefinition(
            name = "Interval",
            description = "Milliseconds between the starts of two exports.",
            min = "100",
            max = "86400000")
    long interval_ms() default 5_000;

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
