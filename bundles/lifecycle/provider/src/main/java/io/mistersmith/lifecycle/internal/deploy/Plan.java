package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.lifecycle.internal.deploy.Unit.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next step for one plugin: the highest version that can run is the one that runs. Pure, but for refusing units
 * that can never have a turn.
 */
final class Plan {

    /** Highest version first; of equal ones the one that came first. */
    static final Comparator<Unit> ORDER = Comparator.comparing((Unit unit) -> unit.jar.version())
            .reversed()
            .thenComparing(unit -> unit.phase != Phase.STARTED)
            .thenComparing(unit -> unit.arrivedNanos);

    private Plan() {}

    /** What is to be done. */
    enum Kind {
        /** Install and start it, in place of the one that runs. */
        TAKE,
        /** Stop and uninstall it. */
        RETIRE
    }

    /**
     * One step.
     *
     * @param unit whom it is about
     * @param running the version that runs and must make room; null when there is none
     */
    record Step(Kind kind, Unit unit, @Nullable Unit running) {}

    /** The next step, given every unit of one plugin, none of which is busy. */
    static Optional<Step> next(List<Unit> units) {
        for (Unit unit : units) {
            if (unit.phase == Phase.GONE) {
                return Optional.of(new Step(Kind.RETIRE, unit, null));
            }
        }
        List<Unit> sorted = units.stream().sorted(ORDER).toList();
        Unit running = sorted.stream()
                .filter(unit -> unit.phase == Phase.STARTED)
                .findFirst()
                .orElse(null);
        Unit above = null;
        for (Unit unit : sorted) {
            if (unit == running) {
                return retireBelow(running, sorted);
            }
            if (above != null && above.jar.version().equals(unit.jar.version())) {
                refuse(unit, above, "again");
                continue;
            }
            above = unit;
            if (unit.phase == Phase.NEW || unit.phase == Phase.STANDBY || (unit.phase == Phase.MISSING && unit.retry)) {
                return Optional.of(new Step(Kind.TAKE, unit, running));
            }
        }
        return Optional.empty();
    }

    /** Versions below the one that runs: those that were installed have been replaced, others came too late. */
    private static Optional<Step> retireBelow(Unit running, List<Unit> sorted) {
        for (Unit unit : sorted.subList(sorted.indexOf(running) + 1, sorted.size())) {
            if (unit.bundle != 0 && unit.bundle != running.bundle) {
                unit.moveJar = true;
                return Optional.of(new Step(Kind.RETIRE, unit, null));
            }
            refuse(unit, running, unit.jar.version().equals(running.jar.version()) ? "again" : "lower");
        }
        return Optional.empty();
    }

    private static void refuse(Unit unit, Unit winner, String why) {
        if (unit.phase == Phase.REFUSED) {
            return;
        }
        String file = unit.jar.file().getFileName().toString();
        unit.phase = Phase.REFUSED;
        unit.problem(
                why.equals("again")
                        ? file + " is refused: it is " + unit.jar.title() + " again, which is "
                                + winner.jar.file().getFileName() + " already. Delete one of them."
                        : file + " is refused: it is " + unit.jar.title() + ", and "
                                + Versions.text(winner.jar.version()) + " runs. To go back: plugin:remove "
                                + unit.name() + ", then copy it again.",
                List.of());
    }
}
