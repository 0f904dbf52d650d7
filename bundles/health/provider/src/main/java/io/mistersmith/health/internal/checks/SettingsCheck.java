package io.mistersmith.health.internal.checks;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;

/** Degraded while a setting is refused: the container works with the values of before, which is not what somebody wants. */
public final class SettingsCheck implements HealthCheck {

    private final Supplier<@Nullable ConfigurationProblems> problems;

    /** @param problems null while nobody tells */
    public SettingsCheck(Supplier<@Nullable ConfigurationProblems> problems) {
        this.problems = problems;
    }

    @Override
    public Result execute() {
        ConfigurationProblems present = problems.get();
        List<ConfigurationProblem> refused = present == null
                ? List.of()
                : present.list().stream().filter(ConfigurationProblem::refused).toList();
        if (refused.isEmpty()) {
            return Results.ok("no setting is refused");
        }
        String first = refused.get(0).message();
        return Results.degraded(
                refused.size() == 1
                        ? first
                        : refused.size() + " settings are refused (cfg:problems); the first: " + first);
    }
}
