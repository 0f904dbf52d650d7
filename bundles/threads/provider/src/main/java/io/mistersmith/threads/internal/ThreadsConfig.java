package io.mistersmith.threads.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Mister Smith: Threads", description = "The pools compute, io and blocking")
@interface ThreadsConfig {

    String PID = "io.mistersmith.threads";

    @AttributeDefinition(
            name = "Compute size",
            description = "Threads of pool compute. 0: one per core.",
            min = "0",
            max = "4096")
    int compute_size() default 0;

    @AttributeDefinition(
            name = "Compute queue",
            description = "Tasks that may wait in pool compute.",
            min = "1",
            max = "1048576")
    int compute_queue_size() default 10_000;

    @AttributeDefinition(name = "Io size", description = "Threads of pool io.", min = "1", max = "4096")
    int io_size() default 8;

    @AttributeDefinition(name = "Io queue", description = "Tasks that may wait in pool io.", min = "1", max = "1048576")
    int io_queue_size() default 10_000;

    @AttributeDefinition(name = "Blocking size", description = "Threads of pool blocking.", min = "1", max = "4096")
    int blocking_size() default 32;

    @AttributeDefinition(
            name = "Blocking queue",
            description = "Tasks that may wait in pool blocking.",
            min = "1",
            max = "1048576")
    int blocking_queue_size() default 10_000;

    @AttributeDefinition(
            name = "Keep alive",
            description = "A thread without work ends after this many milliseconds.",
            min = "1",
            max = "3600000")
    long keep_alive_ms() default 60_000;

    @AttributeDefinition(
            name = "Stop grace",
            description = "Running tasks of a stopped bundle are interrupted after this many milliseconds.",
            min = "0",
            max = "60000")
    long stop_grace_ms() default 2_000;
}
