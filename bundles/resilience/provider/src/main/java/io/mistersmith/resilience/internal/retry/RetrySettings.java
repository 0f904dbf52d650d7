package io.mistersmith.resilience.internal.retry;

import io.github.resilience4j.retry.RetryConfig;
import io.mistersmith.resilience.Backoff;
import io.mistersmith.resilience.internal.core.ClassNames;

/**
 * The settings of one retry.
 *
 * @param attempts with the first
 * @param backoff between them
 * @param budget name of the budget; empty: none
 * @param retry what is tried again; none: all but the ignored
 * @param ignore what is not tried again
 */
public record RetrySettings(int attempts, Backoff backoff, String budget, ClassNames retry, ClassNames ignore) {

    RetryConfig config() {
        return RetryConfig.custom()
                .maxAttempts(attempts)
                .intervalFunction(attempt -> backoff.delay(attempt).toMillis())
                .retryOnException(this::retries)
                .build();
    }

    boolean retries(Throwable thrown) {
        return !ignore.test(thrown) && (retry.isEmpty() || retry.test(thrown));
    }
}
