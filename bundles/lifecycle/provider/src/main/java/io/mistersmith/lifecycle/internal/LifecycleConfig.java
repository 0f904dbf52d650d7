package io.mistersmith.lifecycle.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Lifecycle",
        description = "Plugins of deploy/, and when the container is ready")
@interface LifecycleConfig {

    String PID = "io.mistersmith.lifecycle";

    @AttributeDefinition(
            name = "Scan",
            description =
                    "Time between two looks into deploy/, in milliseconds. A jar is taken after two that are alike.",
            min = "50",
            max = "60000")
    long scan_ms() default 250;

    @AttributeDefinition(
            name = "Start timeout",
            description = "A plugin whose start or stop takes longer, in milliseconds, is named and given up.",
            min = "100",
            max = "3600000")
    long start_timeout_ms() default 30_000;

    @AttributeDefinition(
            name = "Patience",
            description = "How long a file that is no whole jar may rest before it is called bad, in milliseconds.",
            min = "0",
            max = "600000")
    long copy_patience_ms() default 2_000;

    @AttributeDefinition(
            name = "Start level",
            description = "Plugins are started when the framework has come to this start level, and get it.",
            min = "1",
            max = "1000")
    int start_level() default 80;

    @AttributeDefinition(
            name = "Ready timeout",
            description =
                    "When the container is not ready after this time, in milliseconds, what is missing is logged.",
            min = "1000",
            max = "3600000")
    long ready_timeout_ms() default 60_000;

    @AttributeDefinition(
            name = "Wait for plugins",
            description =
                    "How long plugins that do not come up hold back readiness, in milliseconds; then they count as failed.",
            min = "0",
            max = "600000")
    long ready_plugins_ms() default 5_000;
}
