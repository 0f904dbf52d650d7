package io.mistersmith.resilience.internal.retry;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.event.RetryEvent;
import io.mistersmith.resilience.internal.core.EventHub;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One retry for all its users. resilience4j's own cannot change its settings, so with each change a new one takes its place
 * below; a call that began goes on with the settings it began with.
 */
public final class LiveRetry implements Instance<Retry> {

    /** What is below at the moment; replaced as one. */
    record Engine(RetrySettings settings, RetryConfig config, Retry retry, @Nullable TokenBudget budget) {}

    private final String name;
    private final Budgets budgets;
    private final EventHub<RetryEvent> events = new EventHub<>();
    private final LongAdder denied = new LongAdder();
    private volatile Engine engine;
    private volatile long[] before = new long[4];

    public LiveRetry(String name, RetrySettings settings, Budgets budgets) {
        this.name = name;
        this.budgets = budgets;
        this.engine = engineOf(settings);
        events.from(engine.retry.getEventPublisher());
    }

    private Engine engineOf(RetrySettings settings) {
        RetryConfig config = settings.config();
        String budget = settings.budget();
        return new Engine(settings, config, Retry.of(name, config), budget.isEmpty() ? null : budgets.of(budget));
    }

    /** Changes the settings below the users. Settings that are the same change nothing. */
    public synchronized void settings(RetrySettings settings) {
        if (!engine.settings.equals(settings)) {
            Engine next = engineOf(settings);
            events.from(next.retry.getEventPublisher());
            before = sums();
            engine = next;
        }
    }

    <T> Retry.Context<T> context() {
        Engine now = engine;
        TokenBudget budget = now.budget;
        if (budget == null) {
            return now.retry.context();
        }
        budget.called();
        return new BudgetedContext<>(now, budget, now.retry.context(), denied);
    }

    <T> Retry.AsyncContext<T> asyncContext() {
        Engine now = engine;
        TokenBudget budget = now.budget;
        if (budget == null) {
            return now.retry.asyncContext();
        }
        budget.called();
        return new BudgetedAsyncContext<>(now, budget, now.retry.asyncContext(), denied);
    }

    RetryConfig config() {
        return engine.config;
    }

    Retry.Metrics metrics() {
        return engine.retry.getMetrics();
    }

    EventHub<RetryEvent> events() {
        return events;
    }

    private long[] sums() {
        Retry.Metrics metrics = metrics();
        long[] past = before;
        return new long[] {
            past[0] + metrics.getNumberOfSuccessfulCallsWithoutRetryAttempt(),
            past[1] + metrics.getNumberOfSuccessfulCallsWithRetryAttempt(),
            past[2] + metrics.getNumberOfFailedCallsWithRetryAttempt(),
            past[3] + metrics.getNumberOfFailedCallsWithoutRetryAttempt()
        };
    }

    @Override
    public Kind kind() {
        return Kind.RETRY;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String state() {
        Engine now = engine;
        TokenBudget budget = now.budget;
        return now.settings.attempts() + " attempts" + (budget == null ? "" : ", budget " + budget.name());
    }

    @Override
    public Map<String, Number> levels() {
        return Map.of();
    }

    @Override
    public synchronized Map<String, Number> counts() {
        long[] sums = sums();
        Map<String, Number> counts = new LinkedHashMap<>();
        counts.put("succeeded_at_once", sums[0]);
        counts.put("succeeded_after_retry", sums[1]);
        counts.put("failed_after_retry", sums[2]);
        counts.put("failed_at_once", sums[3]);
        counts.put("denied_by_budget", denied.sum());
        return counts;
    }

    @Override
    public Retry view() {
        return new RetryView(this);
    }

    @Override
    public void drop(Retry view) {
        if (view instanceof RetryView one) {
            events.remove(one.listeners());
        }
    }

    /** Fills its budget. */
    @Override
    public void reset() {
        TokenBudget budget = engine.budget;
        if (budget != null) {
            budget.reset();
        }
    }
}
