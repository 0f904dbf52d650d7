package io.mistersmith.configuration.internal.events;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.guard.Delay;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands problems to whoever publishes them. While that is away the newest {@link #LIMIT} wait; what was dropped is counted
 * in the log. Knows neither bus nor OSGi. Thread-safe.
 */
public final class Rejections {

    /** How many wait at most. */
    static final int LIMIT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

    private final Delay delay;
    private final Deque<ConfigurationProblem> waiting = new ArrayDeque<>(); // guarded by this
    private @Nullable Consumer<ConfigurationProblem> publisher; // guarded by this
    private int dropped; // guarded by this

    public Rejections(Delay delay) {
        this.delay = delay;
    }

    /** Takes a problem, to be published soon on another thread. */
    public synchronized void add(ConfigurationProblem problem) {
        if (waiting.size() == LIMIT) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(problem);
        if (publisher != null) {
            delay.after(Duration.ZERO, this::publish);
        }
    }

    /** Takes who publishes, null when nobody does any more. */
    public synchronized void publisher(@Nullable Consumer<ConfigurationProblem> now) {
        publisher = now;
        if (now != null && !waiting.isEmpty()) {
            delay.after(Duration.ZERO, this::publish);
        }
    }

    private void publish() {
        ConfigurationProblem next = next();
        while (next != null) {
            next = next();
        }
    }

    /** Publishes one; null when there is none left, or nobody to publish it. */
    private @Nullable ConfigurationProblem next() {
        Consumer<ConfigurationProblem> now;
        ConfigurationProblem problem;
        synchronized (this) {
            now = publisher;
            problem = now == null ? null : waiting.pollFirst();
            if (problem != null && dropped > 0) {
                LOG.warn("{} refused settings were not published, since nobody was there to do it", dropped);
                dropped = 0;
            }
        }
        if (now == null || problem == null) {
            return null;
        }
        try {
            now.accept(problem);
        } catch (RuntimeException e) {
            LOG.warn("The refusal of {} was not published: {}", problem.pid(), e.toString());
        }
        return problem;
    }
}
