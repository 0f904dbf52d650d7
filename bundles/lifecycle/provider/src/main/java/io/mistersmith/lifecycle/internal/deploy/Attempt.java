package io.mistersmith.lifecycle.internal.deploy;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of the plan, on one thread. What happens to the units is said to {@link Steps}, which may have given the
 * attempt up by then.
 */
final class Attempt implements Runnable {

    /** A step that takes longer is named. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    final Plan.Step step;
    private final Steps steps;
    private final PluginHost host;
    private final ReplacedJars replacedJars;

    // guarded by the lock of Deployment
    @Nullable
    Thread thread;

    long begunNanos;
    boolean abandoned;
    boolean lost;
    private boolean named;
    Runnable interrupt = () -> {};

    Attempt(Plan.Step step, Steps steps, PluginHost host, ReplacedJars replacedJars) {
        this.step = step;
        this.steps = steps;
        this.host = host;
        this.replacedJars = replacedJars;
    }

    @Override
    public void run() {
        if (!steps.begun(this, Thread.currentThread())) {
            return;
        }
        try {
            if (step.kind() == Plan.Kind.RETIRE) {
                retire(step.unit());
            } else {
                take(step.unit(), step.running());
            }
        } finally {
            steps.ended(this);
        }
    }

    /** Notes where it is, once it takes long; true for the first time. */
    boolean nameSlow(long nowNanos, Duration limit, Thread busy) {
        Duration taken = Duration.ofNanos(nowNanos - begunNanos);
        if (taken.compareTo(SLOW) < 0) {
            return false;
        }
        Unit unit = step.unit();
        StackTraceElement[] stack = busy.getStackTrace();
        unit.problem(
                unit.jar.title() + " is slow: its " + what() + " has not returned for " + taken.toSeconds()
                        + " s, it is in " + Stacks.culprit(stack) + ". plugin:why " + unit.name()
                        + " shows the stack. It is given up after " + limit.toSeconds() + " s.",
                Stacks.of(stack));
        boolean first = !named;
        named = true;
        return first;
    }

    String what() {
        return step.kind() == Plan.Kind.TAKE ? "start" : "stop";
    }

    private void retire(Unit unit) {
        try {
            if (unit.bundle != 0) {
                host.uninstall(unit.bundle);
            }
            if (unit.moveJar && !unit.overwritten && Files.exists(unit.jar.file())) {
                steps.moved(unit, replacedJars.take(unit.jar.file()));
            }
            steps.retired(this);
        } catch (Exception | LinkageError refused) {
            fail(unit, " is not uninstalled: " + steps.headline(refused) + ". It is tried again.", refused);
        }
    }

    private void take(Unit unit, @Nullable Unit old) {
        try {
            if (unit.started) {
                host.stop(unit.bundle);
            }
            steps.installed(unit, host.install(unit.jar));
            Optional<String> missing = host.missing(unit.bundle);
            if (missing.isPresent()) {
                steps.missing(this, unit.jar.title() + " not started: " + missing.get() + andOld(old));
                return;
            }
        } catch (Exception | LinkageError refused) {
            fail(unit, " failed: " + steps.headline(refused) + ". Mend it and copy it again." + andOld(old), refused);
            return;
        }
        if (old == null) {
            start(unit);
        } else {
            replace(old, unit);
        }
    }

    private void start(Unit unit) {
        try {
            startOrAttach(unit);
            steps.started(this, null, "");
        } catch (Exception | LinkageError thrown) {
            fail(unit, startProblem(unit, thrown), thrown);
        }
    }

    private void startOrAttach(Unit unit) throws Exception {
        if (!unit.jar.fragment()) {
            host.start(unit.bundle);
        }
    }

    private void replace(Unit old, Unit unit) {
        Traffic before = host.traffic(unit.name());
        stop(old);
        steps.standsBy(old);
        Traffic between = host.traffic(unit.name());
        try {
            startOrAttach(unit);
            Condition condition = host.condition(unit.bundle);
            if (condition.state() == Condition.State.FAILED) {
                stop(unit);
                steps.failed(
                        this, unit.jar.title() + " failed: " + condition.problem() + andOld(old), condition.details());
                return;
            }
        } catch (Exception | LinkageError thrown) {
            fail(unit, startProblem(unit, thrown) + andOld(old), thrown);
            return;
        }
        steps.started(this, old, traffic(before, between, host.traffic(unit.name())));
    }

    private void stop(Unit unit) {
        try {
            host.stop(unit.bundle);
        } catch (Exception | LinkageError thrown) {
            // the bundle is stopped all the same; the framework has logged what was thrown
        }
    }

    private void fail(Unit unit, String what, Throwable thrown) {
        steps.failed(this, unit.jar.title() + what, steps.stackOf(thrown));
    }

    private static String traffic(Traffic before, Traffic between, Traffic after) {
        if (!after.known()) {
            return "";
        }
        long waited = Math.max(between.mostWaiting(), after.mostWaiting());
        return String.format(Locale.ROOT, ": %,d events waited, %,d lost", waited, after.lostSince(before));
    }

    private String startProblem(Unit unit, Throwable thrown) {
        return " failed: its start threw " + steps.headline(thrown) + ". plugin:why " + unit.name()
                + " shows the stack. Mend it and copy it again.";
    }

    private static String andOld(@Nullable Unit old) {
        return old == null ? "" : " " + old.jar.title() + " runs on.";
    }
}
