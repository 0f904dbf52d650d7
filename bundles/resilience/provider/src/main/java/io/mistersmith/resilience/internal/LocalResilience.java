package io.mistersmith.resilience.internal;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.resilience.internal.breaker.BreakerSettings;
import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.ClassNames;
import java.time.Duration;

/** Breakers with the shipped settings, without OSGi: for benchmarks and tests. */
public final class LocalResilience {

    private static final BreakerSettings SHIPPED = new BreakerSettings(
            50,
            100,
            Duration.ofMinutes(1),
            100,
            false,
            20,
            Duration.ofSeconds(10),
            5,
            Duration.ofSeconds(30),
            ClassNames.of("record.exceptions"),
            ClassNames.of("ignore.exceptions"));

    private LocalResilience() {}

    /** As a bundle gets it. */
    public static CircuitBreaker breaker(String name) {
        return new LiveBreaker(name, SHIPPED, new BreakerEvents()::changed).view();
    }

    /** The library's own with the same settings. */
    public static CircuitBreaker bare(String name) {
        return CircuitBreaker.of(name, SHIPPED.config());
    }
}
