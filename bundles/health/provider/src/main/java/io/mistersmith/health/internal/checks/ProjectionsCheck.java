package io.mistersmith.health.internal.checks;

import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Projections;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;

/** Degraded while a projection is refused, waits or is stuck: its view is not as new as the events. */
public final class ProjectionsCheck implements HealthCheck {

    private final Supplier<@Nullable Projections> projections;

    /** @param projections null while there are none */
    public ProjectionsCheck(Supplier<@Nullable Projections> projections) {
        this.projections = projections;
    }

    @Override
    public Result execute() {
        Projections now = projections.get();
        List<ProjectionStatus> troubled = now == null
                ? List.of()
                : now.list().stream().filter(one -> !one.problem().isEmpty()).toList();
        if (troubled.isEmpty()) {
            return Results.ok("no projection has a problem");
        }
        ProjectionStatus first = troubled.get(0);
        String what = first.name() + " of " + first.bundle() + " is " + first.state() + ": " + first.problem();
        return Results.degraded(
                troubled.size() == 1
                        ? what
                        : troubled.size() + " projections have a problem (store:projections); the first: " + what);
    }
}
