package io.mistersmith.health.internal.execution;

import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.PluginResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A check, its last answer, and the run that is on. Thread-safe; holds no lock while the check runs. */
final class OneCheck {

    private static final Logger LOG = LoggerFactory.getLogger(OneCheck.class);

    /** Without threads: the check has one of its own, and what it throws is read without its own methods. */
    private static final PluginCalls CALLS = new PluginCalls(() -> null);

    private final CheckSource source;
    private final LongSupplier millis;
    private final Stickiness stickiness = new Stickiness();
    private final AtomicReference<@Nullable Run> running = new AtomicReference<>();
    private volatile Description description;
    private volatile @Nullable Outcome last;
    private volatile long lastAskedNanos;
    private volatile boolean asked;
    private volatile boolean threw;
    private volatile boolean gone;

    OneCheck(Description description, CheckSource source, LongSupplier millis) {
        this.description = description;
        this.source = source;
        this.millis = millis;
    }

    Description description() {
        return description;
    }

    void description(Description now) {
        description = now;
    }

    String name() {
        return description.metadata().getTitle();
    }

    /** The run that is on; null: none is. */
    @Nullable
    Run running() {
        return running.get();
    }

    /** The run that is on, or a new one, which somebody has to perform. */
    Run run() {
        Run fresh = new Run(this, millis.getAsLong());
        while (true) {
            Run now = running.get();
            if (now != null) {
                return now;
            }
            if (running.compareAndSet(null, fresh)) {
                lastAskedNanos = System.nanoTime();
                asked = true;
                if (gone) {
                    fresh.cancel(); // it went after it was found, and before this run was to be seen
                }
                return fresh;
            }
        }
    }

    /** Whether its interval is over. Half a second early is soon enough, as it is looked at once a second. */
    boolean due() {
        Duration interval = description.interval();
        return interval != null
                && description.refused().isEmpty()
                && (!asked
                        || System.nanoTime() - lastAskedNanos
                                >= interval.toNanos() - TimeUnit.MILLISECONDS.toNanos(500));
    }

    /** What can be told without asking it; null: it has to be asked. */
    @Nullable
    Outcome known(Limits limits) {
        if (!description.refused().isEmpty()) {
            return failed(description.refused());
        }
        Run now = running.get();
        if (description.interval() != null) {
            boolean late = now != null
                    && now.ageNanos() >= description.patience(limits).toNanos();
            Outcome before = last;
            return late || before == null ? null : before;
        }
        Long own = description.metadata().getResultCacheTtlInMs();
        long keep = own == null ? limits.keep().toMillis() : own;
        Outcome before = last;
        long age = before == null ? 0 : millis.getAsLong() - before.atMillis();
        return before == null || age < 0 || age >= keep ? null : before;
    }

    /** Its last answer, however old. */
    @Nullable
    Outcome last() {
        return last;
    }

    /** Together with what sticks. */
    Outcome sticky(Outcome outcome) {
        Long seconds = description.metadata().getKeepNonOkResultsStickyForSec();
        return seconds == null || seconds <= 0 ? outcome : stickiness.with(outcome, millis.getAsLong(), seconds);
    }

    /** Asks it now; whatever it throws is an answer too. */
    Result ask() {
        PluginResult<Result> asked = CALLS.call(new PluginCode(description.bundle(), name()), this::answer);
        PluginFailure failure = asked.failure();
        Result result = asked.value();
        if (failure != null) {
            return threw(failure);
        }
        threw = false;
        return result == null ? new Result(Status.HEALTH_CHECK_ERROR, "answered null") : result;
    }

    private @Nullable Result answer() {
        HealthCheck check = source.get();
        return check == null
                ? new Result(Status.HEALTH_CHECK_ERROR, "its service is gone, or could not be made")
                : check.execute();
    }

    private Result threw(PluginFailure failure) {
        Throwable thrown = failure.loggable();
        if (!threw && !gone) {
            LOG.warn("Health check {} of bundle {} threw", name(), description.bundle(), thrown);
        }
        threw = true; // logged once, until it answers again
        Exception cause = thrown instanceof Exception e ? e : new ExecutionException(thrown);
        return new Result(Status.HEALTH_CHECK_ERROR, failure.summary(), cause);
    }

    /** Called by its run. */
    void ended(Run run, Result said, long tookMillis) {
        Outcome outcome = new Outcome(description.metadata(), said, tookMillis, millis.getAsLong(), false);
        last = outcome;
        stickiness.note(outcome);
        if (gone) {
            forget();
            conclude(run, Optional.empty()); // what it says to the interrupt is no answer of a check that is there
        } else {
            conclude(run, Optional.of(outcome));
        }
    }

    /** It could not be asked: there was no thread for it. */
    void failed(Run run, String why) {
        conclude(run, Optional.of(failed(why)));
    }

    private void conclude(Run run, Optional<Outcome> outcome) {
        running.compareAndSet(run, null);
        run.end(outcome);
    }

    private Outcome failed(String why) {
        return new Outcome(
                description.metadata(), new Result(Status.HEALTH_CHECK_ERROR, why), 0, millis.getAsLong(), false);
    }

    /** It will be asked soon, for the first time. */
    Outcome notYet() {
        return new Outcome(
                description.metadata(), new Result(Status.WARN, "not answered yet"), 0, millis.getAsLong(), false);
    }

    /**
     * It has not answered in time.
     *
     * @param holders who holds the threads, if it has not even got one
     */
    Outcome late(Run run, String holders) {
        long took = TimeUnit.NANOSECONDS.toMillis(run.ageNanos());
        String message = run.waiting()
                ? "no thread for " + took + " ms: " + holders
                : "no answer for " + took + " ms, since "
                        + Instant.ofEpochMilli(run.askedMillis()).truncatedTo(ChronoUnit.SECONDS);
        return new Outcome(
                description.metadata(), new Result(Status.HEALTH_CHECK_ERROR, message), took, millis.getAsLong(), true);
    }

    /** Its bundle took it away. */
    void leave() {
        gone = true;
        forget();
        Run now = running.get();
        if (now != null) {
            now.cancel();
        }
    }

    private void forget() {
        last = null;
        stickiness.clear();
    }
}
