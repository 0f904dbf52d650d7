package io.mistersmith.eventbus.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Mister Smith: Event Bus", description = "Publish and subscribe")
@interface EventBusConfig {

    String PID = "io.mistersmith.eventbus";

    @AttributeDefinition(
            name = "Queue capacity",
            description = "Events that may wait for a subscription that names no capacity of its own.",
            min = "16",
            max = "1048576")
    int queue_capacity() default 10_000;

    @AttributeDefinition(
            name = "Slow handler",
            description = "A handler whose call takes longer is named in the log, in milliseconds. 0: off.",
            min = "0",
            max = "3600000")
    long slow_handler_ms() default 250;

    @AttributeDefinition(
            name = "Linger",
            description =
                    "How long the queue of a handler service that went is kept for its successor, in milliseconds.",
            min = "0",
            max = "60000")
    long linger_ms() default 5_000;

    @AttributeDefinition(
            name = "Dead letters per subject",
            description =
                    "Dead letters that one subject of a durable subscription may have; then the subscription stops.",
            min = "1",
            max = "100000")
    int letters_per_subject() default 1_000;

    @AttributeDefinition(
            name = "Dead letters",
            description = "Dead letters that a durable subscription may have; then it stops.",
            min = "1",
            max = "1000000")
    int letters() default 10_000;

    @AttributeDefinition(
            name = "Stuck handler",
            description =
                    "A call that has not returned for longer is a problem of its subscription, in milliseconds; so is"
                            + " a durable subscription that settles nothing for longer without a planned retry. 0: off.",
            min = "0",
            max = "86400000")
    long stuck_handler_ms() default 60_000;

    @AttributeDefinition(
            name = "Read-ahead",
            description = "Bytes of stored events that a durable subscription reads before they are handled.",
            min = "65536",
            max = "1073741824")
    long read_ahead_bytes() default 16_777_216;

    @AttributeDefinition(
            name = "Read-ahead of all",
            description =
                    "Bytes of stored events that all durable subscriptions together read before they are handled.",
            min = "65536",
            max = "4294967296")
    long read_ahead_total_bytes() default 67_108_864;

    @AttributeDefinition(
            name = "Deaths",
            description =
                    "How often the container may end without a stop during calls of one event of a durable handler; then the"
                            + " event is a dead letter.",
            min = "1",
            max = "1000")
    int deaths() default 3;
}
