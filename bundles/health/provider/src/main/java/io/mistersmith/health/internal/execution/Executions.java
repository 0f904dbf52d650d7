package io.mistersmith.health.internal.execution;

import io.mistersmith.threads.ThreadPools;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;

/**
 * Asks health checks, all of a round at once, and waits for them no longer than their time. A check that has not answered
 * since an earlier round is not asked again; those who ask at the same time share one answer. Thread-safe.
 */
public final class Executions implements HealthCheckExecutor {

    private static final Comparator<HealthCheckExecutionResult> WORST_FIRST = Comparator.comparing(
                    (HealthCheckExecutionResult result) ->
                            result.getHealthCheckResult().getStatus())
            .reversed()
            .thenComparing(result -> result.getHealthCheckMetadata().getTitle());

    private final Map<Long, OneCheck> checks = new ConcurrentHashMap<>();
    private final Lanes ours =
            new Lanes(); // of their own, so that no plugin's check that hangs keeps ours from a thread
    private final Lanes plugins = new Lanes();
    private final LongSupplier millis;
    private volatile Limits limits;

    /** One check of a round: what is known of it, or whom to wait for. */
    private record Asked(OneCheck check, @Nullable Outcome known, @Nullable Run run) {}

    /**
     * @param millis the time, since the epoch
     */
    public Executions(Limits limits, LongSupplier millis) {
        this.limits = limits;
        this.millis = millis;
        each(lanes -> lanes.most(limits.threads()));
    }

    /** From now on. */
    public void limits(Limits now) {
        limits = now;
        each(lanes -> lanes.most(now.threads()));
    }

    /** The threads there are now; null: none. */
    public void threads(@Nullable ThreadPools now) {
        each(lanes -> lanes.pools(now));
    }

    private void each(Consumer<Lanes> action) {
        action.accept(ours);
        action.accept(plugins);
    }

    private Lanes lanes(OneCheck check) {
        return check.description().ours() ? ours : plugins;
    }

    /** A check came. */
    public void add(Description description, CheckSource source) {
        checks.put(description.metadata().getServiceId(), new OneCheck(description, source, millis));
    }

    /** A check's properties are others now. */
    public void change(Description description) {
        OneCheck check = checks.get(description.metadata().getServiceId());
        if (check != null) {
            check.description(description);
        }
    }

    /** A check went: nobody waits for it any longer, and if it runs, it is interrupted. */
    public void remove(long service) {
        OneCheck gone = checks.remove(service);
        if (gone != null) {
            gone.leave();
            Run run = gone.running();
            if (run != null) {
                lanes(gone).forget(run);
            }
        }
    }

    /** Asks those whose interval is over. To be called once a second; returns at once. */
    public void tick() {
        checks.values().stream().filter(OneCheck::due).forEach(this::begin);
    }

    /**
     * How every check is as far as is known by now, without waiting: asks those whose answer is too old, so that the next look
     * sees the new one. A check that never answered, and still may in time, is left out.
     */
    public List<HealthCheckExecutionResult> look() {
        List<HealthCheckExecutionResult> seen = new ArrayList<>();
        for (OneCheck check : checks.values()) {
            soFar(check).map(check::sticky).ifPresent(seen::add);
        }
        seen.sort(WORST_FIRST);
        return seen;
    }

    private Optional<Outcome> soFar(OneCheck check) {
        Limits now = limits;
        Outcome known = check.known(now);
        if (known != null) {
            return Optional.of(known);
        }
        Run run = begin(check);
        if (run.done()) {
            return run.outcome();
        }
        return tooLong(check, run, now)
                ? Optional.of(check.late(run, lanes(check).holders()))
                : Optional.ofNullable(check.last());
    }

    private static boolean tooLong(OneCheck check, Run run, Limits now) {
        return run.ageNanos() >= check.description().patience(now).toNanos();
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
        return execute(selector, new HealthCheckExecutionOptions());
    }

    /** The worst first. */
    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector, HealthCheckExecutionOptions options) {
        Selection selection = new Selection(selector, options.isCombineTagsWithOr());
        Limits now = limits;
        List<Asked> round = new ArrayList<>();
        List<OneCheck> quick = new ArrayList<>();
        for (OneCheck check : checks.values()) {
            if (selection.means(check.description().metadata())) {
                if (check.description().quick()) {
                    quick.add(check); // after the others, while they run
                } else {
                    round.add(asked(check, now, options));
                }
            }
        }
        quick.forEach(check -> round.add(asked(check, now, options)));
        List<HealthCheckExecutionResult> results = new ArrayList<>();
        for (Asked one : round) {
            answer(one, now, options).map(one.check()::sticky).ifPresent(results::add);
        }
        results.sort(WORST_FIRST);
        return results;
    }

    private Asked asked(OneCheck check, Limits now, HealthCheckExecutionOptions options) {
        boolean fresh = options.isForceInstantExecution();
        Outcome known = fresh && check.description().refused().isEmpty() ? null : check.known(now);
        return known == null ? new Asked(check, null, begin(check)) : new Asked(check, known, null);
    }

    private Optional<Outcome> answer(Asked asked, Limits now, HealthCheckExecutionOptions options) {
        Run run = asked.run();
        if (run == null) {
            return Optional.ofNullable(asked.known());
        }
        OneCheck check = asked.check();
        boolean ownPace = check.description().interval() != null && !options.isForceInstantExecution();
        if (ownPace && !run.done() && !tooLong(check, run, now)) {
            return Optional.of(check.notYet()); // it may be slow: that is why it is asked at an interval
        }
        return run.await(waitNanos(check, now, options))
                ? run.outcome()
                : Optional.of(check.late(run, lanes(check).holders()));
    }

    private static long waitNanos(OneCheck check, Limits now, HealthCheckExecutionOptions options) {
        int asked = options.getOverrideGlobalTimeout();
        if (asked > 0) {
            return TimeUnit.MILLISECONDS.toNanos(asked);
        }
        var own = check.description().timeout();
        return (own == null ? now.timeout() : own).toNanos();
    }

    /** The run that is on, or a new one on its way to a thread. */
    private Run begin(OneCheck check) {
        Run run = check.run();
        if (run.claim()) {
            if (check.description().quick()) {
                run.perform();
            } else {
                lanes(check).submit(run);
            }
        }
        return run;
    }
}
