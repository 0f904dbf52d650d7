package io.mistersmith.pools.internal.files;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: File Pool",
        description = "One pool of open files below one folder; the instance's name is the pool's name")
public @interface FilesConfig {

    String PID = "io.mistersmith.pools.files";

    @AttributeDefinition(
            name = "Root",
            description =
                    "The folder, as an absolute path. No file outside of it is opened; links below it are refused.")
    String root();

    @AttributeDefinition(
            name = "Minimum",
            description = "Handles that stay open though they are idle for longer than idle.timeout.ms.",
            min = "0",
            max = "4096")
    int min_size() default 0;

    @AttributeDefinition(
            name = "Maximum",
            description = "Handles there may be; the one that is idle for longest makes room for another.",
            min = "1",
            max = "4096")
    int max_size() default 512;

    @AttributeDefinition(
            name = "Maximum per file",
            description = "Handles of one file there may be, for reading and for writing together.",
            min = "1",
            max = "4096")
    int max_per_file() default 16;

    @AttributeDefinition(name = "Waiting", description = "Calls that may wait.", min = "1", max = "1048576")
    int max_waiting() default 10_000;

    @AttributeDefinition(
            name = "Acquire timeout",
            description = "A call that says nothing else waits for so many milliseconds.",
            min = "0",
            max = "3600000")
    long acquire_timeout_ms() default 5_000;

    @AttributeDefinition(
            name = "Idle timeout",
            description = "A handle above the minimum that is unused for so many milliseconds is closed. 0: never.",
            min = "0",
            max = "86400000")
    long idle_timeout_ms() default 600_000;

    @AttributeDefinition(
            name = "Lifetime",
            description = "A handle older than this many milliseconds is not lent again. 0: never.",
            min = "0",
            max = "604800000")
    long max_lifetime_ms() default 0;

    @AttributeDefinition(
            name = "Check interval",
            description =
                    "Milliseconds between two looks whether an idle handle is still of the file that its path names. 0: none.",
            min = "0",
            max = "86400000")
    long check_interval_ms() default 30_000;

    @AttributeDefinition(
            name = "Validate after",
            description =
                    "A handle is lent again only if it was compared with the file that its path names within so many"
                            + " milliseconds. 0: each time; -1: never.",
            min = "-1",
            max = "86400000")
    long validate_after_ms() default 1_000;

    @AttributeDefinition(
            name = "Eviction interval",
            description = "Milliseconds between two looks at all handles: idle, old, overdue.",
            min = "10",
            max = "3600000")
    long eviction_interval_ms() default 1_000;

    @AttributeDefinition(
            name = "Call timeout",
            description = "Looking at idle handles ends after so many milliseconds, and goes on at the next look.",
            min = "10",
            max = "600000")
    long call_timeout_ms() default 5_000;

    @AttributeDefinition(
            name = "Leak threshold",
            description = "A lease held for so many milliseconds is reported. 0: never, and no stack is kept.",
            min = "0",
            max = "86400000")
    long leak_threshold_ms() default 60_000;

    @AttributeDefinition(
            name = "Leak reclaim",
            description = "A lease held for so many milliseconds is taken back. 0: never.",
            min = "0",
            max = "86400000")
    long leak_reclaim_ms() default 0;

    @AttributeDefinition(
            name = "Drain timeout",
            description =
                    "What is still borrowed so many milliseconds after the pool's file was deleted is taken back.",
            min = "0",
            max = "3600000")
    long drain_timeout_ms() default 10_000;
}
