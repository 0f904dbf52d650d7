package io.mistersmith.resilience.internal.retry;

import io.github.resilience4j.retry.Retry;
import java.util.concurrent.atomic.LongAdder;

/** One call that asks its budget before each retry; without one it fails with what it failed with. */
final class BudgetedContext<T> implements Retry.Context<T> {

    private final LiveRetry.Engine engine;
    private final TokenBudget budget;
    private final Retry.Context<T> context;
    private final LongAdder denied;
    private int failures;

    BudgetedContext(LiveRetry.Engine engine, TokenBudget budget, Retry.Context<T> context, LongAdder denied) {
        this.engine = engine;
        this.budget = budget;
        this.context = context;
        this.denied = denied;
    }

    @Override
    public void onComplete() {
        context.onComplete();
    }

    @Override
    public boolean onResult(T result) {
        return context.onResult(result);
    }

    @Override
    public void onError(Exception thrown) throws Exception {
        if (isDenied(thrown)) {
            throw thrown;
        }
        context.onError(thrown);
    }

    @Override
    public void onRuntimeError(RuntimeException thrown) {
        if (isDenied(thrown)) {
            throw thrown;
        }
        context.onRuntimeError(thrown);
    }

    private boolean isDenied(Exception thrown) {
        failures++;
        boolean wouldRetry =
                failures < engine.settings().attempts() && engine.settings().retries(thrown);
        if (!wouldRetry || budget.tryRetry()) {
            return false;
        }
        denied.increment();
        return true;
    }
}
