/**
 * How to fail well: how long to wait between tries, and how many tries all callers together may make.
 *
 * <p>Breakers, retries, bulkheads, rate and time limits have the types of resilience4j and no others: services
 * {@code CircuitBreaker}, {@code Retry}, {@code Bulkhead}, {@code RateLimiter} and {@code TimeLimiter}, one for each
 * {@code etc/io.mistersmith.resilience.KIND-NAME.cfg}, with the name in the service property
 * {@value io.mistersmith.resilience.RetryBudget#NAME}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.resilience;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
