package io.mistersmith.eventstore.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Mister Smith: Event Store", description = "The durable log of events")
@interface StoreConfig {

    String PID = "io.mistersmith.eventstore";

    /** When a commit returns. */
    enum Synchronous {
        FULL,
        OFF
    }

    @AttributeDefinition(
            name = "Path",
            description = "The database file. Empty: data/events.db of the home. Takes effect at the next start.")
    String path() default "";

    @AttributeDefinition(
            name = "Synchronous",
            description =
                    "FULL: a commit returns when it is on disk. OFF loses acknowledged events when the power goes."
                            + " Takes effect at the next start.")
    Synchronous synchronous() default Synchronous.FULL;

    @AttributeDefinition(
            name = "Queue capacity",
            description = "Events that may wait for the disk; what comes above is refused.",
            min = "4000",
            max = "1000000")
    int queue_capacity() default 20_000;

    @AttributeDefinition(
            name = "Queue bytes",
            description = "Bytes of payload that may wait for the disk.",
            min = "1048576",
            max = "68719476736")
    long queue_bytes() default 64L << 20;

    @AttributeDefinition(
            name = "Largest event",
            description = "Bytes of one payload as JSON.",
            min = "1024",
            max = "268435456")
    int event_max_bytes() default 4 << 20;

    @AttributeDefinition(
            name = "Group capacity",
            description = "Events that one commit takes along.",
            min = "1",
            max = "4000")
    int group_capacity() default 4_000;

    @AttributeDefinition(
            name = "Fill wait",
            description = "Microseconds to wait at most for a group as large as the last.",
            min = "0",
            max = "10000")
    int fill_wait_us() default 100;

    @AttributeDefinition(
            name = "Readers",
            description = "Connections that read. Takes effect at the next start.",
            min = "1",
            max = "64")
    int readers() default 4;

    @AttributeDefinition(
            name = "Recent events",
            description = "Events kept in memory for consumers at the head. Takes effect at the next start.",
            min = "16",
            max = "1000000")
    int recent_events() default 8_192;

    @AttributeDefinition(
            name = "Recent bytes",
            description = "Characters of their payloads. Takes effect at the next start.",
            min = "0",
            max = "68719476736")
    long recent_bytes() default 16L << 20;

    @AttributeDefinition(
            name = "Stream heads",
            description = "Streams whose last version is kept in memory. Takes effect at the next start.",
            min = "16",
            max = "1000000")
    int stream_heads() default 100_000;

    @AttributeDefinition(
            name = "Busy timeout",
            description =
                    "Milliseconds to wait for another program's lock on the file. Takes effect at the next start.",
            min = "0",
            max = "60000")
    int busy_timeout_ms() default 5_000;

    @AttributeDefinition(
            name = "Close timeout",
            description = "Milliseconds that closing waits for the commit in progress.",
            min = "0",
            max = "60000")
    int close_timeout_ms() default 10_000;
}
