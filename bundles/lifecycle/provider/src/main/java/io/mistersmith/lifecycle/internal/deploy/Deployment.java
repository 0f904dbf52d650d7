package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.internal.deploy.FolderScan.Found;
import io.mistersmith.lifecycle.internal.deploy.Unit.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of one folder: what lies there, what runs, and what is being done about the difference.
 *
 * <p>One step at a time per plugin, each on a thread of its own, so that a plugin whose start never returns holds up only
 * itself. Such a step is given up after a while: its thread is interrupted, and the plugin may take other steps. Thread-safe;
 * the framework is never called under the lock.
 */
public final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    /** How long a step that failed is not tried again by itself. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final FolderScan scan;
    private final PluginHost host;
    private final PluginViews views;
    private final ReplacedJars replacedJars;
    private final LongSupplier nanoTime;
    private final Object lock = new Object();
    private volatile Duration startTimeout;

    // guarded by lock
    private final Units units = new Units();
    private final Map<String, Attempt> lanes = new HashMap<>();
    private @Nullable Workers workers;

    private long scans;
    private long scansBegun;
    private long changes;

    /** Plugins of the folder that is scanned; takes over what an earlier run left. */
    public Deployment(
            FolderScan scan, PluginHost host, ReplacedJars replacedJars, Duration startTimeout, LongSupplier nanoTime) {
        this.scan = scan;
        this.host = host;
        this.replacedJars = replacedJars;
        this.startTimeout = startTimeout;
        this.nanoTime = nanoTime;
        this.views = new PluginViews(host);
        units.leftover(host.installed());
    }

    /** How long a step may take before it is given up. */
    public void startTimeout(Duration timeout) {
        startTimeout = timeout;
    }

    /** The threads for steps; null while there are none: steps wait. Those that were under way count as not made. */
    public void workers(@Nullable Workers now) {
        synchronized (lock) {
            workers = now;
            for (Attempt attempt : List.copyOf(lanes.values())) {
                attempt.lost = true;
                if (attempt.thread == null) {
                    attempt.abandoned = true;
                    release(attempt);
                }
            }
        }
    }

    /** Looks into the folder and takes the next steps. Called again and again, by one thread at a time. */
    public void tick() {
        List<Found> found;
        synchronized (lock) {
            if (scansBegun != scans) {
                return; // another scan goes on
            }
            scansBegun++;
        }
        try {
            found = scan.scan();
        } catch (IOException unreadable) {
            LOG.warn("Cannot read the folder of plugins, they stay as they are: {}", unreadable.toString());
            synchronized (lock) {
                scansBegun--;
            }
            return;
        }
        synchronized (lock) {
            units.see(found, nanoTime.getAsLong());
            scans++;
            giveUpOverdue();
            next();
            changes++;
            lock.notifyAll();
        }
        settle();
    }

    /** Bundles changed, other than this one: who lacks something is tried again. */
    public void changed(long bundle) {
        synchronized (lock) {
            for (Unit unit : units.all()) {
                unit.retry |= unit.phase == Phase.MISSING && unit.bundle != bundle;
            }
        }
    }

    /** This bundle was stopped because it is wired anew, and is to be started again. */
    public void rewired(long bundle) {
        synchronized (lock) {
            units.all().stream()
                    .filter(unit -> unit.bundle == bundle && unit.phase == Phase.STARTED)
                    .forEach(unit -> unit.renew(nanoTime.getAsLong()));
        }
    }

    // ---- steps

    private void giveUpOverdue() {
        long now = nanoTime.getAsLong();
        for (Attempt attempt : List.copyOf(lanes.values())) {
            Thread thread = attempt.thread;
            if (thread != null && now - attempt.begunNanos >= startTimeout.toNanos()) {
                giveUp(attempt, thread.getStackTrace());
            } else if (thread != null && attempt.nameSlow(now, startTimeout, thread)) {
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
                        + startTimeout.toSeconds() + " s, it is in " + Stacks.culprit(stack) + ". plugin:why "
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

    private void next() {
        Map<String, List<Unit>> byName = new TreeMap<>();
        units.all().forEach(unit -> byName.computeIfAbsent(unit.name(), name -> new ArrayList<>())
                .add(unit));
        for (Map.Entry<String, List<Unit>> one : byName.entrySet()) {
            Workers threads = workers;
            if (threads != null && !lanes.containsKey(one.getKey())) {
                Plan.next(one.getValue()).ifPresent(step -> begin(step, threads));
                one.getValue().forEach(Deployment::warnOnce);
            }
        }
    }

    private void begin(Plan.Step step, Workers threads) {
        Attempt attempt = new Attempt(step, this, host, replacedJars);
        try {
            attempt.interrupt = threads.run(attempt, startTimeout.multipliedBy(2));
        } catch (RejectedExecutionException noRoom) {
            return; // the next tick tries again
        }
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
            changes++;
            lock.notifyAll();
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
                            + String.format(" in %.1f s", millis / 1000.0) + traffic;
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

    // ---- what people ask

    List<PluginStatus> list() {
        settle();
        List<PluginViews.Snapshot> snapshots;
        List<PluginStatus> rows = new ArrayList<>();
        synchronized (lock) {
            snapshots = units.all().stream()
                    .filter(unit -> unit.phase != Phase.GONE)
                    .map(PluginViews.Snapshot::of)
                    .toList();
            rows.addAll(PluginViews.files(units.files()));
        }
        snapshots.stream().map(views::status).forEach(rows::add);
        return PluginViews.sorted(rows);
    }

    /** Whether every plugin that lies in the folder had its first turn. */
    public boolean settled() {
        synchronized (lock) {
            return scans >= 2
                    && lanes.isEmpty()
                    && !units.changing()
                    && units.all().stream().noneMatch(Unit::pending);
        }
    }

    /** Whether a step of this plugin is under way or about to be. */
    boolean moving(String name) {
        synchronized (lock) {
            return lanes.containsKey(name) || units.named(name).stream().anyMatch(Unit::pending);
        }
    }

    /** Whether this version lacks something that no bundle here provides. */
    boolean lacks(String name, String version) {
        synchronized (lock) {
            return units.named(name).stream()
                    .anyMatch(unit -> unit.phase == Phase.MISSING
                            && !unit.retry
                            && Versions.text(unit.jar.version()).equals(version));
        }
    }

    Optional<String> highestVersion(String name) {
        synchronized (lock) {
            return units.named(name).stream()
                    .filter(unit -> unit.phase != Phase.REFUSED && unit.phase != Phase.GONE)
                    .min(Plan.ORDER)
                    .map(unit -> Versions.text(unit.jar.version()));
        }
    }

    /** Waits for a moment, or until something changed. */
    void awaitChange(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        synchronized (lock) {
            long seen = changes;
            while (changes == seen && System.nanoTime() - deadline < 0) {
                lock.wait(millis);
            }
        }
    }

    /** Waits for so many scans that begin after the call. */
    void awaitScans(int count, long deadline) throws InterruptedException {
        synchronized (lock) {
            long enough = scansBegun + count;
            while (scans < enough && System.nanoTime() - deadline < 0) {
                lock.wait(50);
            }
        }
    }

    /** Makes it stop and start; false if a step is under way, or there is none of this name. */
    boolean restart(String name) {
        synchronized (lock) {
            Optional<Unit> unit = units.named(name).stream()
                    .filter(one -> one.phase != Phase.REFUSED && one.phase != Phase.GONE)
                    .min(Comparator.comparing((Unit one) -> one.phase != Phase.STARTED)
                            .thenComparing(Plan.ORDER));
            if (lanes.containsKey(name) || unit.isEmpty()) {
                return false;
            }
            unit.get().renew(nanoTime.getAsLong());
            next();
            return true;
        }
    }

    /** Takes every version of a plugin away, or a file that is none; gives where the (last) jar is now, null if it is busy. */
    @Nullable
    Path remove(String name, long deadline) throws InterruptedException, IOException {
        List<Unit> removed = new ArrayList<>();
        synchronized (lock) {
            for (Unit unit : units.all()) {
                boolean meant = unit.name().equals(name) || unit.jar.file().endsWith(name);
                if (meant && !lanes.containsKey(unit.name())) {
                    unit.moveJar = true;
                    unit.phase = Phase.GONE;
                    removed.add(unit);
                }
            }
            next();
            while (units.all().stream().anyMatch(removed::contains) && System.nanoTime() - deadline < 0) {
                lock.wait(50);
            }
            for (Unit unit : removed) {
                if (unit.movedTo != null) {
                    return unit.movedTo;
                }
            }
        }
        Optional<Path> file = fileNamed(name);
        return file.isPresent() ? replacedJars.take(file.get()) : null;
    }

    private Optional<Path> fileNamed(String name) {
        synchronized (lock) {
            return units.files().stream()
                    .filter(found -> found.problem() != null)
                    .map(Found::file)
                    .filter(file -> file.endsWith(name))
                    .findFirst();
        }
    }

    /** Notes how long a start took when its plugin runs at last, which may be after its start returned. */
    private void settle() {
        List<Unit> young;
        synchronized (lock) {
            young = units.all().stream()
                    .filter(unit -> unit.phase == Phase.STARTED && unit.startMillis == 0)
                    .toList();
        }
        for (Unit unit : young) {
            if (host.condition(unit.bundle).state() == Condition.State.RUNNING) {
                synchronized (lock) {
                    unit.startMillis = Math.max(1, (nanoTime.getAsLong() - unit.arrivedNanos) / 1_000_000);
                }
            }
        }
    }
}
