package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.internal.deploy.FolderScan.Found;
import io.mistersmith.lifecycle.internal.deploy.Unit.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of one folder: what lies there, what runs, and what is being done about the difference.
 *
 * <p>What is done about it is with {@link Steps}. Thread-safe; the framework is never called under the lock.
 */
public final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final FolderScan scan;
    private final PluginHost host;
    private final PluginViews views;
    private final ReplacedJars replacedJars;
    private final LongSupplier nanoTime;
    private final Object lock = new Object();
    private final Units units = new Units(); // guarded by lock
    private final Steps steps;

    // guarded by lock
    private long scans;
    private long scansBegun;

    /** Plugins of the folder that is scanned; takes over what an earlier run left. */
    public Deployment(
            FolderScan scan, PluginHost host, ReplacedJars replacedJars, Duration startTimeout, LongSupplier nanoTime) {
        this.scan = scan;
        this.host = host;
        this.replacedJars = replacedJars;
        this.nanoTime = nanoTime;
        this.steps = new Steps(lock, units, host, replacedJars, startTimeout, nanoTime);
        this.views = new PluginViews(host);
        units.leftover(host.installed());
    }

    /** How long a step may take before it is given up. */
    public void startTimeout(Duration timeout) {
        steps.timeout(timeout);
    }

    /** The threads for steps; null while there are none: steps wait. Those that were under way count as not made. */
    public void workers(@Nullable Workers now) {
        synchronized (lock) {
            steps.workers(now);
        }
    }

    /** Looks into the folder and takes the next steps. Called again and again, by one thread at a time. */
    public void tick() {
        List<Found> found = look();
        if (found == null) {
            return;
        }
        synchronized (lock) {
            scans++;
            units.see(found, nanoTime.getAsLong());
            steps.giveUpOverdue();
            steps.next();
            steps.changed();
        }
        settle();
    }

    /** What lies in the folder; null when another scan goes on, or it cannot be read now. */
    private @Nullable List<Found> look() {
        synchronized (lock) {
            if (scansBegun != scans) {
                return null;
            }
            scansBegun++;
        }
        List<Found> found = null;
        try {
            found = scan.scan();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("Cannot read the folder of plugins, they stay as they are: {}", unreadable.toString());
        } finally {
            if (found == null) { // whatever was thrown: the next scan must not wait for this one
                synchronized (lock) {
                    scansBegun--;
                }
            }
        }
        return found;
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
                    && steps.idle()
                    && !units.changing()
                    && units.all().stream().noneMatch(Unit::pending);
        }
    }

    /** Whether a step of this plugin is under way or about to be. */
    boolean moving(String name) {
        synchronized (lock) {
            return steps.busy(name) || units.named(name).stream().anyMatch(Unit::pending);
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
            long seen = steps.changes();
            while (steps.changes() == seen && System.nanoTime() - deadline < 0) {
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
            if (steps.busy(name) || unit.isEmpty()) {
                return false;
            }
            unit.get().renew(nanoTime.getAsLong());
            steps.next();
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
                if (meant && !steps.busy(unit.name())) {
                    unit.moveJar = true;
                    unit.phase = Phase.GONE;
                    removed.add(unit);
                }
            }
            steps.next();
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
