package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.lifecycle.internal.deploy.Unit.Phase;
import io.mistersmith.plugincode.support.ThrowableReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that are taken, and what came of them.
 *
 * <p>One step at a time per plugin, each on a thread of its own, so that a plugin whose start never returns holds up only
 * itself. Such a step is given up after a while: its thread is interrupted, and the plugin may take other steps. The lock is
 * that of {@link Deployment}; the framework is never called under it.
 */
final class Steps {

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    /** How long a step that failed is not tried again by itself. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** Interrupts the methods of an exception that does not return from them. */
    private static final Duration READING = Duration.ofSeconds(1);

    private final Object lock;
    private final Units units;
    private final PluginHost host;
    private final ReplacedJars replacedJars;
    private final LongSupplier nanoTime;
    private final ThrowableReader reader = new ThrowableReader(this::threadsForReading);
    private volatile Duration timeout;

    // guarded by lock
    private final Map<String, Attempt> lanes = new HashMap<>();
    private @Nullable Workers workers;
    private long changes;

    Steps(
            Object lock,
            Units units,
            PluginHost host,
            ReplacedJars replacedJars,
            Duration timeout,
            LongSupplier nanoTime) {
        this.lock = lock;
        this.units = units;
        this.host = host;
        this.replacedJars = replacedJars;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** One line about what a plugin threw. Any thread, without the lock. */
    String headline(Throwable thrown) {
        return reader.read(Stacks.withoutWrapper(thrown)).summary();
    }

    /** Lines of the stack trace of what a plugin threw. Any thread, without the lock. */
    List<String> stackOf(Throwable thrown) {
        return Stacks.of(reader.read(Stacks.withoutWrapper(thrown)));
    }

    private @Nullable Executor threadsForReading() {
        Workers now;
        synchronized (lock) {
            now = workers;
        }
        return now == null ? null : task -> now.run(task, READING);
    }

    /** How long a step may take before it is given up. */
    void timeout(Duration now) {
        timeout = now;
    }

    /** The threads for steps; null while there are none. Those that were under way count as not made. Under the lock. */
    void workers(@Nullable Workers now) {
        workers = now;
        for (Attempt attempt : List.copyOf(lanes.values())) {
            attempt.lost = true;
            if (attempt.thread == null) {
                attempt.abandoned = true;
                release(attempt);
            }
        }
    }

    /** Whether none is under way. Under the lock. */
    boolean idle() {
        return lanes.isEmpty();
    }

    /** Whether one of this plugin is under way. Under the lock. */
    boolean busy(String name) {
        return lanes.containsKey(name);
    }

    /** Grows when something changed. Under the lock. */
    long changes() {
        return changes;
    }

    /** Wakes who waits for a change. Under the lock. */
    void changed() {
        changes++;
        lock.notifyAll();
    }

    /** Gives up what takes too long. Under the lock. */
    void giveUpOverdue() {
        long now = nanoTime.getAsLong();
        for (Attempt attempt : List.copyOf(lanes.values())) {
            Thread thread = attempt.thread;
            if (thread != null && now - attempt.begunNanos >= timeout.toNanos()) {
                giveUp(attempt, thread.getStackTrace());
            } else if (thread == null
                    && now - attempt.begunNanos >= timeout.multipliedBy(2).toNanos()) {
                attempt.abandoned = true; // its pool gave it no thread in time, and has withdrawn it: it begins again
                release(attempt);
            } else if (thread != null && attempt.nameSlow(now, timeout, thread)) {
                warnOnce(attempt.step.unit());
            }
        }
    }

    private void giveUp(Attempt attempt, StackTraceElement... stack) {
        Unit unit = attempt.step.unit();
        boolean starting = attempt.step.kind() == Plan.Kind.TAKE;
        unit.started |= starting;
        fail(
                unit,
                unit.jar.title() + " failed: its " + attempt.what() + " has not returned for "
                        + timeout.toSeconds() + " s, it is in " + Stacks.culprit(stack) + ". plugin:why "
                        + unit.name() + " shows the stack. Mend it and copy it again under a higher version.",
                Stacks.of(stack));
        attempt.abandoned = true;
        release(attempt);
        attempt.interrupt.run();
    }

    private void release(Attempt attempt) {
        Unit unit = attempt.step.unit();
        lanes.remove(unit.name(), attempt);
        if (unit.phase == Phase.BUSY) { // nothing came of it
            unit.phase = attempt.step.kind() == Plan.Kind.RETIRE ? Phase.GONE : Phase.NEW;
        }
    }

    /** Begins the next step of every plugin that has none under way. Under the lock. */
    void next() {
        Map<String, List<Unit>> byName = new TreeMap<>();
        units.all().forEach(unit -> byName.computeIfAbsent(unit.name(), name -> new ArrayList<>())
                .add(unit));
        for (Map.Entry<String, List<Unit>> one : byName.entrySet()) {
            Workers threads = workers;
            if (threads != null && !lanes.containsKey(one.getKey())) {
                Plan.next(one.getValue()).ifPresent(step -> begin(step, threads));
                one.getValue().forEach(Steps::warnOnce);
            }
        }
    }

    private void begin(Plan.Step step, Workers threads) {
        Attempt attempt = new Attempt(step, this, host, replacedJars);
        try {
            attempt.interrupt = threads.run(attempt, timeout.multipliedBy(2));
        } catch (RejectedExecutionException noRoom) {
            return; // the next tick tries again
        }
        attempt.begunNanos = nanoTime.getAsLong();
        step.unit().phase = Phase.BUSY;
        step.unit().retry = false;
        step.unit().clearProblem();
        lanes.put(step.unit().name(), attempt);
    }

    private static void warnOnce(Unit unit) {
        if (!unit.problem.isEmpty() && !unit.problem.equals(unit.warned)) {
            LOG.warn(unit.problem);
            unit.warned = unit.problem;
        }
    }

    private void fail(Unit unit, String problem, List<String> details) {
        unit.phase = Phase.FAILED;
        unit.restUntilNanos = nanoTime.getAsLong() + REST.toNanos();
        unit.problem(problem, details);
        warnOnce(unit);
    }

    // ---- what attempts say

    boolean begun(Attempt attempt, Thread thread) {
        synchronized (lock) {
            attempt.thread = thread;
            attempt.begunNanos = nanoTime.getAsLong();
            return !attempt.abandoned;
        }
    }

    void ended(Attempt attempt) {
        synchronized (lock) {
            attempt.thread = null;
            if (!attempt.abandoned) {
                release(attempt);
                next();
            }
            changed();
        }
    }

    void installed(Unit unit, long bundle) {
        synchronized (lock) {
            unit.started = false;
            unit.bundle = bundle;
        }
    }

    void missing(Attempt attempt, String problem) {
        synchronized (lock) {
            if (!attempt.abandoned) {
                Unit unit = attempt.step.unit();
                unit.phase = Phase.MISSING;
                unit.problem(problem, List.of());
                warnOnce(unit);
            }
        }
    }

    void failed(Attempt attempt, String problem, List<String> details) {
        synchronized (lock) {
            if (!attempt.abandoned && !attempt.lost) { // lost: its threads were taken away, it begins again
                fail(attempt.step.unit(), problem, details);
            }
        }
    }

    void standsBy(Unit old) {
        synchronized (lock) {
            old.phase = Phase.STANDBY;
            old.started = false;
        }
    }

    void started(Attempt attempt, @Nullable Unit old, String traffic) {
        Unit unit = attempt.step.unit();
        synchronized (lock) {
            boolean tooLate = attempt.abandoned
                    && units.all().stream()
                            .anyMatch(other -> other != unit
                                    && other.name().equals(unit.name())
                                    && (other.phase == Phase.STARTED || other.phase == Phase.BUSY));
            if (!tooLate) {
                unit.phase = Phase.STARTED;
                unit.started = true;
                unit.clearProblem();
                long millis = (nanoTime.getAsLong() - unit.arrivedNanos) / 1_000_000;
                if (old != null) {
                    unit.replaced = old.jar.title() + " -> " + Versions.text(unit.jar.version())
                            + String.format(Locale.ROOT, " in %.1f s", millis / 1000.0) + traffic;
                    LOG.info(unit.replaced);
                }
                return;
            }
        }
        try {
            host.stop(unit.bundle);
        } catch (Exception | LinkageError refused) {
            LOG.warn("{} started too late and does not stop: {}", unit.jar.title(), refused.toString());
        }
    }

    void moved(Unit unit, Path now) {
        synchronized (lock) {
            unit.movedTo = now;
        }
    }

    /** It is away; what was refused because of it may have its turn. */
    void retired(Attempt attempt) {
        synchronized (lock) {
            Unit unit = attempt.step.unit();
            units.all().remove(unit);
            for (Unit other : units.all()) {
                if (other.name().equals(unit.name()) && other.phase == Phase.REFUSED) {
                    other.renew(nanoTime.getAsLong());
                }
            }
        }
    }
}
