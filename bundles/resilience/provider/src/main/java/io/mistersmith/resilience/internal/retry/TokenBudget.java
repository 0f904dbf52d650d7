package io.mistersmith.resilience.internal.retry;

import io.mistersmith.resilience.RetryBudget;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** A budget as a bucket of tokens, each a million parts. Its settings change in place; what is in it stays. */
public final class TokenBudget implements RetryBudget, Instance<RetryBudget> {

    /**
     * How it fills.
     *
     * @param percent of calls that may be retried
     * @param minPerSecond retries that are allowed however few calls there are
     * @param burst retries that may be saved up
     */
    public record Settings(int percent, int minPerSecond, int burst) {

        /** What applies to a budget without a file of its own. */
        public static final Settings DEFAULT = new Settings(20, 10, 100);
    }

    private static final long TOKEN = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final String name;
    private final LongSupplier nanoTime;
    private final AtomicLong parts;
    private final AtomicLong filledAt;
    private final LongAdder calls = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile Settings settings;

    public TokenBudget(String name, Settings settings) {
        this(name, settings, System::nanoTime);
    }

    TokenBudget(String name, Settings settings, LongSupplier nanoTime) {
        this.name = name;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.parts = new AtomicLong(settings.burst() * TOKEN);
        this.filledAt = new AtomicLong(nanoTime.getAsLong());
    }

    public void settings(Settings now) {
        fill();
        settings = now;
        add(0);
    }

    @Override
    public void called() {
        calls.increment();
        add(settings.percent() * (TOKEN / 100));
    }

    @Override
    public boolean tryRetry() {
        fill();
        long before = parts.getAndUpdate(now -> now >= TOKEN ? now - TOKEN : now);
        boolean granted = before >= TOKEN;
        (granted ? retries : refused).increment();
        return granted;
    }

    @Override
    public long available() {
        fill();
        return parts.get() / TOKEN;
    }

    /** What the time since the last look is worth; whole milliseconds, the rest is for the next. */
    private void fill() {
        long before = filledAt.get();
        long elapsed = (nanoTime.getAsLong() - before) / TOKEN * TOKEN;
        if (elapsed > 0 && filledAt.compareAndSet(before, before + elapsed)) {
            long most = settings.burst() * NANOS_PER_SECOND; // no more than fits, and no overflow
            add(Math.min(elapsed, most) / 1_000 * settings.minPerSecond());
        }
    }

    private void add(long more) {
        long most = settings.burst() * TOKEN;
        parts.getAndUpdate(now -> Math.min(most, now + more));
    }

    @Override
    public Kind kind() {
        return Kind.BUDGET;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String state() {
        return available() > 0 ? "has retries" : "spent";
    }

    @Override
    public Map<String, Number> levels() {
        return Map.of("available_retries", available());
    }

    @Override
    public Map<String, Number> counts() {
        return Map.of("calls", calls.sum(), "retries", retries.sum(), "refused", refused.sum());
    }

    /** The budget itself: it keeps nothing of its users. */
    @Override
    public RetryBudget view() {
        return this;
    }

    @Override
    public void drop(RetryBudget view) {}

    @Override
    public void reset() {
        parts.set(settings.burst() * TOKEN);
    }
}
