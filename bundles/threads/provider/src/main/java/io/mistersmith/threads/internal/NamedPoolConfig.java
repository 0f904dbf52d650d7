package io.mistersmith.threads.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Named Pool",
        description = "One pool of threads; the instance's name is the pool's name")
@interface NamedPoolConfig {

    String PID = "io.mistersmith.threads.pool";

    @AttributeDefinition(name = "Size", description = "Threads.", min = "1", max = "4096")
    int size() default 4;

    @AttributeDefinition(
            name = "Queue",
            description = "Tasks that may wait while all threads are busy.",
            min = "1",
            max = "1048576")
    int queue_size() default 1_000;

    @AttributeDefinition(
            name = "Keep alive",
            description = "A thread without work ends after this many milliseconds.",
            min = "1",
            max = "3600000")
    long keep_alive_ms() default 60_000;

    @AttributeDefinition(
            name = "Stack",
            description = "Stack of a new thread in bytes. 0: the JVM's default.",
            min = "0",
            max = "1073741824")
    long stack_size() default 0;
}
