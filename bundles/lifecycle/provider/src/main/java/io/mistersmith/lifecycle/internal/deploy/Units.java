package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.lifecycle.internal.deploy.FolderScan.Found;
import io.mistersmith.lifecycle.internal.deploy.Unit.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in the folder, and which versions of plugins came of it. Guarded by the lock of {@link Deployment}. */
final class Units {

    private static final Logger LOG = LoggerFactory.getLogger(Units.class);

    private Map<Path, Found> files = new TreeMap<>();
    private final List<Unit> all = new ArrayList<>();

    /** Bundles of an earlier run whose jar was not seen yet. */
    private final List<PluginHost.Installed> leftover = new ArrayList<>();

    Collection<Found> files() {
        return files.values();
    }

    List<Unit> all() {
        return all;
    }

    List<Unit> named(String name) {
        return all.stream().filter(unit -> unit.name().equals(name)).toList();
    }

    void leftover(List<PluginHost.Installed> bundles) {
        leftover.addAll(bundles);
    }

    void see(List<Found> found, long nowNanos) {
        Map<Path, Found> now = new TreeMap<>();
        for (Found one : found) {
            now.put(one.file(), one);
            Found before = files.get(one.file());
            if (one.problem() != null && (before == null || before.problem() == null)) {
                LOG.warn(one.problem());
            }
            if (one.jar() != null && !knows(one.jar())) {
                whole(one.jar(), one.sinceNanos(), nowNanos);
            }
        }
        files = now;
        for (Unit unit : all) {
            if (!unit.overwritten && !now.containsKey(unit.jar.file())) {
                gone(unit, nowNanos);
            }
        }
        if (!changing()) {
            leftover.forEach(left -> retire(left, nowNanos));
            leftover.clear();
        }
    }

    private boolean knows(PluginJar jar) {
        return all.stream().anyMatch(unit -> unit.jar.equals(jar) || (unit.phase == Phase.GONE && same(unit.jar, jar)));
    }

    private static boolean same(PluginJar one, PluginJar other) {
        return one.file().equals(other.file())
                && one.name().equals(other.name())
                && one.version().equals(other.version());
    }

    private void whole(PluginJar jar, long sinceNanos, long nowNanos) {
        for (Unit unit : all) {
            if (same(unit.jar, jar)) {
                if (unit.phase != Phase.BUSY) { // else it is seen again when the step has ended
                    unit.jar = jar;
                    unit.overwritten = false;
                    unit.renew(sinceNanos);
                }
                return;
            }
        }
        for (Unit unit : all) {
            if (unit.jar.file().equals(jar.file()) && !unit.overwritten) {
                unit.overwritten = true;
                if (!unit.name().equals(jar.name())) {
                    gone(unit, nowNanos);
                }
            }
        }
        Unit unit = new Unit(jar, sinceNanos);
        leftover.stream().filter(one -> same(one.jar(), jar)).forEach(one -> unit.bundle = one.id());
        leftover.removeIf(one -> same(one.jar(), jar));
        all.add(unit);
    }

    /** A bundle of an earlier run whose jar is not in the folder any more. */
    private void retire(PluginHost.Installed left, long nowNanos) {
        Unit unit = new Unit(left.jar(), nowNanos);
        unit.bundle = left.id();
        unit.overwritten = true;
        unit.phase = Phase.GONE;
        all.add(unit);
    }

    /** It is to be uninstalled; not while a step is under way, and not at once after that failed. */
    static void gone(Unit unit, long nowNanos) {
        if (unit.phase != Phase.BUSY && nowNanos - unit.restUntilNanos >= 0) {
            unit.phase = Phase.GONE;
        }
    }

    /** Whether there is a file of which nothing can be said yet. */
    boolean changing() {
        return files.values().stream().anyMatch(Found::changing);
    }
}
