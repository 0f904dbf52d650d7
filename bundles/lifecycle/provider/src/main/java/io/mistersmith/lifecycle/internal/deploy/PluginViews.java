package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.internal.deploy.FolderScan.Found;
import io.mistersmith.lifecycle.internal.deploy.Unit.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The plugins as people see them. */
final class PluginViews {

    private final PluginHost host;

    PluginViews(PluginHost host) {
        this.host = host;
    }

    /**
     * A unit as it was under the lock.
     *
     * @param name as it is shown: that of the file when the unit was refused
     */
    record Snapshot(
            String name,
            PluginJar jar,
            Phase phase,
            long bundle,
            long startMillis,
            String replaced,
            String problem,
            List<String> details) {

        static Snapshot of(Unit unit) {
            String name =
                    unit.phase == Phase.REFUSED ? unit.jar.file().getFileName().toString() : unit.name();
            return new Snapshot(
                    name,
                    unit.jar,
                    unit.phase,
                    unit.bundle,
                    unit.startMillis,
                    unit.replaced,
                    unit.problem,
                    unit.details);
        }
    }

    /** Not under the lock: asks the framework. */
    PluginStatus status(Snapshot unit) {
        return switch (unit.phase()) {
            case STARTED -> started(unit, host.condition(unit.bundle()));
            case MISSING -> status(unit, "waiting", unit.problem(), unit.details());
            case FAILED, REFUSED -> status(unit, "failed", unit.problem(), unit.details());
            case GONE -> status(unit, "stopped", "", List.of());
            case BUSY -> status(unit, "starting", unit.problem(), unit.details()); // a problem when it is slow
            case NEW, STANDBY -> status(unit, "starting", "", List.of());
        };
    }

    private PluginStatus started(Snapshot unit, Condition condition) {
        String title = unit.jar().title();
        return switch (condition.state()) {
            case RUNNING ->
                condition.problem().isEmpty()
                        ? status(unit, "running", "", condition.details())
                        : status(
                                unit,
                                "running, " + condition.problem(),
                                title + " runs, but " + condition.problem()
                                        + ". Fix the handler and copy the jar again under a higher version.",
                                condition.details());
            case WAITING -> status(unit, "waiting", title + " waits: " + condition.problem(), condition.details());
            case FAILED -> status(unit, "failed", title + " failed: " + condition.problem(), condition.details());
            case STOPPED ->
                status(
                        unit,
                        "stopped",
                        title + " was stopped by hand. plugin:restart " + unit.name() + " starts it.",
                        condition.details());
            case GONE ->
                status(
                        unit,
                        "stopped",
                        title + " was uninstalled by hand. plugin:restart " + unit.name() + " brings it back.",
                        condition.details());
        };
    }

    private PluginStatus status(Snapshot unit, String state, String problem, List<String> details) {
        boolean there = unit.phase() == Phase.STARTED && (state.startsWith("running") || state.equals("waiting"));
        return new PluginStatus(
                unit.name(),
                Versions.text(unit.jar().version()),
                state,
                unit.startMillis(),
                there ? host.summary(unit.bundle()) : "",
                unit.replaced(),
                problem,
                details);
    }

    /** Files that are no plugin, or not yet. */
    static List<PluginStatus> files(Collection<Found> files) {
        List<PluginStatus> rows = new ArrayList<>();
        for (Found found : files) {
            String name = found.file().getFileName().toString();
            if (found.problem() != null) {
                rows.add(new PluginStatus(name, "", "failed", 0, "", "", found.problem(), List.of()));
            } else if (found.changing()) {
                rows.add(new PluginStatus(name, "", "waiting", 0, "", "", name + " is being copied.", List.of()));
            }
        }
        return rows;
    }

    /** By name, then the one that runs, then by version. */
    static List<PluginStatus> sorted(List<PluginStatus> rows) {
        List<PluginStatus> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(PluginStatus::name)
                .thenComparing(row -> !row.running() && !row.degraded())
                .thenComparing(Comparator.comparing(PluginStatus::version).reversed()));
        return sorted;
    }
}
