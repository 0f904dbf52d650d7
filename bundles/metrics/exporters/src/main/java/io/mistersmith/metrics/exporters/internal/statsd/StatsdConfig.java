package io.mistersmith.metrics.exporters.internal.statsd;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Metrics to StatsD",
        description = "Sends all metrics to a StatsD server over UDP")
@interface StatsdConfig {

    String PID = "io.mistersmith.metrics.statsd";

    @AttributeDefinition(name = "Enabled", description = "Whether anything is exported.")
    boolean enabled() default true;

    @AttributeDefinition(name = "Host", description = "The server's name or address; looked up at each export.")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "The server's UDP port.", min = "1", max = "65535")
    int port() default 8125;

    @AttributeDefinition(
            name = "Tags",
            description =
                    "Whether labels are sent as tags, as Datadog and many others read them; else as parts of the name.")
    boolean tags() default true;

    @AttributeDefinition(name = "Packet", description = "Bytes that one packet may have.", min = "128", max = "65000")
    int packet_bytes() default 1_432;

    @AttributeDefinition(
            name = "Interval",
            description = "Milliseconds between the starts of two exports.",
            min = "100",
            max = "86400000")
    long interval_ms() default 10_000;

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

    @AttributeDefinition(
            name = "Prefix",
            description = "Stands before every name, as ms.framework. with its dot. Empty: nothing.")
    String prefix() default "";
}
