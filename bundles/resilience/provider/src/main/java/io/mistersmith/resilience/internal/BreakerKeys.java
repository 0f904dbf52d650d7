package io.mistersmith.resilience.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(
        name = "Mister Smith: Circuit Breaker",
        description = "One breaker; the name of the instance is its name")
@interface BreakerKeys {

    String PID = "io.mistersmith.resilience.breaker";

    @AttributeDefinition(
            name = "Failures",
            description = "Percent of failed calls at which it opens.",
            min = "1",
            max = "100")
    int failure_percent() default 50;

    @AttributeDefinition(
            name = "Slow calls",
            description = "Percent of slow calls at which it opens.",
            min = "1",
            max = "100")
    int slow_percent() default 100;

    @AttributeDefinition(
            name = "Slow",
            description = "Milliseconds above which a call is slow.",
            min = "1",
            max = "3600000")
    long slow_ms() default 60_000;

    @AttributeDefinition(
            name = "Window",
            description = "What window.size counts.",
            options = {@Option(label = "calls", value = "calls"), @Option(label = "seconds", value = "seconds")})
    String window_type() default "calls";

    @AttributeDefinition(
            name = "Size of the window",
            description = "The last so many calls, or seconds, are judged.",
            min = "1",
            max = "100000")
    int window_size() default 100;

    @AttributeDefinition(
            name = "Minimum",
            description = "Calls in the window below which it does not judge.",
            min = "1",
            max = "100000")
    int minimum_calls() default 20;

    @AttributeDefinition(
            name = "Open",
            description = "Milliseconds that it stays open before it lets trial calls through.",
            min = "1",
            max = "3600000")
    long open_ms() default 10_000;

    @AttributeDefinition(
            name = "Trials",
            description = "Trial calls that it lets through to see whether it can close.",
            min = "1",
            max = "10000")
    int half_open_calls() default 5;

    @AttributeDefinition(
            name = "Time for trials",
            description = "Milliseconds within which the trials must have ended; then it is open again.",
            min = "1",
            max = "3600000")
    long half_open_ms() default 30_000;

    @AttributeDefinition(
            name = "Failures by class",
            description =
                    "Classes of exceptions that are failures, with commas between; a class is also known by those it extends or implements. Empty: all but the ignored.")
    String[] record_exceptions() default {};

    @AttributeDefinition(
            name = "Ignored by class",
            description =
                    "Classes of exceptions that count neither as failure nor as success, with commas between; a class is also known by those it extends or implements.")
    String[] ignore_exceptions() default {};
}
