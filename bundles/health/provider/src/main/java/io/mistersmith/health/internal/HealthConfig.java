package io.mistersmith.health.internal;

import io.mistersmith.health.internal.checks.Thresholds;
import io.mistersmith.health.internal.execution.Limits;
import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code etc/io.mistersmith.health.cfg}. */
@ObjectClassDefinition(name = "Mister Smith: Health", description = "From when on the container is degraded")
@interface HealthConfig {

    String PID = "io.mistersmith.health";

    @AttributeDefinition(
            name = "CPU",
            description = "Percent of all cores over the last minute.",
            min = "1",
            max = "100")
    int cpu_percent() default 70;

    @AttributeDefinition(
            name = "Memory",
            description = "Percent of the largest heap that a garbage collection leaves.",
            min = "1",
            max = "100")
    int memory_percent() default 80;

    @AttributeDefinition(
            name = "Connections",
            description = "Percent of a connection pool that is in use.",
            min = "1",
            max = "100")
    int pool_percent() default 80;

    @AttributeDefinition(
            name = "Threads",
            description = "Percent of a thread pool that runs tasks.",
            min = "1",
            max = "100")
    int threads_percent() default 90;

    @AttributeDefinition(name = "Queues", description = "Percent of a queue that is full.", min = "1", max = "100")
    int queue_percent() default 70;

    @AttributeDefinition(
            name = "Disk",
            description = "Percent of the file system of the data that is full.",
            min = "1",
            max = "100")
    int disk_percent() default 90;

    @AttributeDefinition(
            name = "Least disk",
            description = "With fewer bytes free the container is unhealthy and not ready.",
            min = "0",
            max = "1099511627776")
    long disk_free_bytes() default 64L << 20;

    @AttributeDefinition(
            name = "Unsatisfied",
            description = "Milliseconds that a component may lack something before that is a problem.",
            min = "0",
            max = "3600000")
    long unsatisfied_ms() default 10_000;

    @AttributeDefinition(
            name = "Check timeout",
            description = "Milliseconds that the answer of a check is waited for that has no hc.timeoutInMs.",
            min = "10",
            max = "60000")
    long check_timeout_ms() default 2_000;

    @AttributeDefinition(
            name = "Check result",
            description = "Milliseconds that the answer of a check is used that has no hc.resultCacheTtlInMs.",
            min = "0",
            max = "3600000")
    long check_result_ms() default 2_000;

    @AttributeDefinition(
            name = "Check threads",
            description =
                    "Threads of pool io that checks of plugins hold at most, and as many for ours; one that hangs holds one.",
            min = "1",
            max = "64")
    int check_threads() default 4;

    /** The settings as checked values. */
    final class Reader {

        private Reader() {}

        static Limits limits(HealthConfig config) {
            return new Limits(
                    Duration.ofMillis(config.check_timeout_ms()),
                    Duration.ofMillis(config.check_result_ms()),
                    config.check_threads());
        }

        static Thresholds thresholds(HealthConfig config) {
            return new Thresholds(
                    config.cpu_percent(),
                    config.memory_percent(),
                    config.pool_percent(),
                    config.threads_percent(),
                    config.queue_percent(),
                    config.disk_percent(),
                    config.disk_free_bytes(),
                    Duration.ofMillis(config.unsatisfied_ms()));
        }
    }
}
