package io.mistersmith.eventbus.internal.core;

import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.SubscribeOptions;
import io.mistersmith.resilience.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects how something is subscribed; each method checks its value and names the option that is wrong. One thread. */
public final class Options implements SubscribeOptions {

    /** About three minutes: a short outage of what a handler calls must not park anything. */
    private static final Lane.Retry DURABLE_RETRY =
            new Lane.Retry(10, new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60)));

    private static final Lane.Retry MEMORY_RETRY =
            new Lane.Retry(5, new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));
    private static final Pattern DURABLE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    private final List<TypePattern> types = new ArrayList<>();
    private @Nullable String durable;
    private long start = Spec.NOW;
    private boolean startSet;
    private int concurrency = 1;
    private int queueCapacity;
    private Overflow overflow = Overflow.DROP_NEWEST;
    private boolean overflowSet;
    private String pool = "blocking";
    private int attempts; // 0: the default
    private @Nullable Backoff backoff; // null: the default

    /** Defaults, with this capacity. */
    public Options(int queueCapacity) {
        this.queueCapacity = queueCapacity;
    }

    @Override
    public Options types(String... patterns) {
        types.clear();
        Arrays.stream(patterns).map(TypePattern::new).forEach(types::add);
        return this;
    }

    @Override
    public Options durable(String name) {
        if (!DURABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("durable=\"" + name + "\" is not of the form [a-z0-9][a-z0-9._-]*");
        }
        durable = name;
        return this;
    }

    @Override
    public Options fromFirst() {
        return after(0);
    }

    @Override
    public Options after(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("start=" + position + " is negative");
        }
        start = position;
        startSet = true;
        return this;
    }

    /** See {@link io.mistersmith.eventbus.Subscribe#start}. */
    public Options start(String text) {
        String word = text.trim().toLowerCase(Locale.ROOT);
        if (word.equals("now")) {
            start = Spec.NOW;
            return this;
        }
        if (word.equals("first")) {
            start = 0;
            return this;
        }
        if (!word.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("start=\"" + text + "\" is neither now, nor first, nor a position");
        }
        start = Long.parseLong(word);
        return this;
    }

    @Override
    public Options concurrency(int calls) {
        concurrency = within("concurrency", calls, 1, 64);
        return this;
    }

    @Override
    public Options queueCapacity(int events) {
        queueCapacity = within("queue.capacity", events, 16, 1 << 20);
        return this;
    }

    @Override
    public Options overflow(Overflow policy) {
        overflow = policy;
        overflowSet = true;
        return this;
    }

    /** As {@link #overflow(Overflow)}; for a durable subscription it means nothing, as a property has a default. */
    public Options overflow(String policy) {
        try {
            overflow = Overflow.valueOf(policy.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "overflow=\"" + policy + "\" is none of " + Arrays.toString(Overflow.values()), e);
        }
        return this;
    }

    @Override
    public Options pool(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("pool is empty");
        }
        pool = name;
        return this;
    }

    @Override
    public Options retry(int attempts, Duration first, Duration longest) {
        return retry(attempts, ofRetry(() -> new Backoff(first, longest)));
    }

    /** As {@link io.mistersmith.eventbus.Subscribe} has them: 0 attempts or an empty text stand for the default. */
    public Options retry(int attempts, String backoff) {
        this.attempts = attempts == 0 ? 0 : within("retry.attempts", attempts, 1, 100);
        this.backoff = backoff.isBlank() ? null : ofRetry(() -> Backoff.parse(backoff));
        return this;
    }

    /** Messages name the key. */
    private static Backoff ofRetry(Supplier<Backoff> backoff) {
        try {
            return backoff.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("retry." + e.getMessage(), e);
        }
    }

    private Options retry(int attempts, Backoff backoff) {
        this.attempts = within("retry.attempts", attempts, 1, 100);
        this.backoff = backoff;
        return this;
    }

    private static int within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + "=" + value + " is not within " + min + ".." + max);
        }
        return value;
    }

    /**
     * What was asked for.
     *
     * @throws IllegalArgumentException if two options do not fit each other
     */
    public Spec spec() {
        if (durable != null && overflowSet) {
            throw new IllegalArgumentException("overflow=" + overflow + " does not fit durable=" + durable
                    + ": the store is the queue of a durable subscription");
        }
        if (durable == null && startSet) {
            throw new IllegalArgumentException("start=" + start + " does not fit a subscription that is not durable");
        }
        return new Spec(List.copyOf(types), durable, start, concurrency, queueCapacity, overflow, pool, retry());
    }

    private Lane.Retry retry() {
        Lane.Retry usual = durable == null ? MEMORY_RETRY : DURABLE_RETRY;
        return new Lane.Retry(attempts == 0 ? usual.attempts() : attempts, backoff == null ? usual.backoff() : backoff);
    }
}
