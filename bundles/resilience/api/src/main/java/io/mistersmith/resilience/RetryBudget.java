package io.mistersmith.resilience;

import org.osgi.annotation.versioning.ProviderType;

/**
 * How many retries all callers of one kind of work may make together, so that retries cannot multiply the load of a
 * system that already fails.
 *
 * <p>A token bucket: each call adds a share of a token, each second adds some, each retry takes one. So of {@code C} calls in
 * {@code S} seconds at most {@code C * percent / 100 + S * min.per.second + burst} are retried. The idea is that of the retry
 * budget of Finagle.
 *
 * <p>One is registered for each {@code etc/io.mistersmith.resilience.budget-NAME.cfg}; a retry takes it by that name. Thread-safe;
 * no method waits.
 */
@ProviderType
public interface RetryBudget {

    /** The service property with the instance's name, of budgets and of all other services of resilience. */
    String NAME = "resilience.name";

    /** What its file's name says. */
    String name();

    /** Tells of a call that begins, not of a retry of it. */
    void called();

    /**
     * Takes a retry out of the budget.
     *
     * @return false if there is none left: fail with what failed, now
     */
    boolean tryRetry();

    /** Retries that could be made now, without another call. */
    long available();
}
