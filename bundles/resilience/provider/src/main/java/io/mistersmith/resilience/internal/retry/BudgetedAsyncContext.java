package io.mistersmith.resilience.internal.retry;

import io.github.resilience4j.retry.Retry;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** As {@link BudgetedContext}, for calls whose tries may be on different threads. */
final class BudgetedAsyncContext<T> implements Retry.AsyncContext<T> {

    /** What the library takes as: do not try again. */
    private static final long NO_MORE = -1;

    private final LiveRetry.Engine engine;
    private final TokenBudget budget;
    private final Retry.AsyncContext<T> context;
    private final LongAdder denied;
    private final AtomicInteger failures = new AtomicInteger();

    BudgetedAsyncContext(LiveRetry.Engine engine, TokenBudget budget, Retry.AsyncContext<T> context, LongAdder denied) {
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
    public long onError(Throwable thrown) {
        boolean wouldRetry = failures.incrementAndGet() < engine.settings().attempts()
                && engine.settings().retries(causeOf(thrown));
        if (wouldRetry && !budget.tryRetry()) {
            denied.increment();
            return NO_MORE;
        }
        return context.onError(thrown);
    }

    /** As the library looks at it. */
    private static Throwable causeOf(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        return wrapped && cause != null ? cause : thrown;
    }

    @Override
    public long onResult(T result) {
        return context.onResult(result);
    }
}
