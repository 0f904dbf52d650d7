package io.mistersmith.resilience.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Mister Smith: Retry", description = "One retry; the name of the instance is its name")
@interface RetryKeys {

    String PID = "io.mistersmith.resilience.retry";

    @AttributeDefinition(name = "Attempts", description = "Calls in all, with the first.", min = "1", max = "100")
    int attempts() default 3;

    @AttributeDefinition(
            name = "First wait",
            description = "Milliseconds before the second attempt.",
            min = "1",
            max = "86400000")
    long backoff_initial_ms() default 200;

    @AttributeDefinition(
            name = "Longest wait",
            description = "Milliseconds that no wait is longer than.",
            min = "1",
            max = "86400000")
    long backoff_max_ms() default 10_000;

    @AttributeDefinition(
            name = "Multiplier",
            description = "How much longer each wait is than the one before.",
            min = "1",
            max = "100")
    double backoff_multiplier() default 2;

    @AttributeDefinition(
            name = "Jitter",
            description = "The largest share of a wait that chance leaves out.",
            min = "0",
            max = "1")
    double backoff_jitter() default 0.5;

    @AttributeDefinition(
            name = "Budget",
            description = "Name of the retry budget that it shares with others. Empty: none.")
    String budget() default "default";

    @AttributeDefinition(
            name = "Retried by class",
            description =
                    "Classes of exceptions after which it tries again, with commas between; a class is also known by those it extends or implements. Empty: all but the ignored.")
    String[] retry_exceptions() default {};

    @AttributeDefinition(
            name = "Ignored by class",
            description =
                    "Classes of exceptions after which it does not try again, with commas between; a class is also known by those it extends or implements.")
    String[] ignore_exceptions() default {};
}
