package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import java.util.List;

/** Environment variables that look like settings, but no installed bundle knows. */
public final class UnknownVariables {

    private UnknownVariables() {}

    /** One problem each; their values are not shown, since nobody knows what they hold. */
    public static List<ConfigurationProblem> problems(EnvironmentOverrides environment) {
        return environment.unknown().stream()
                .map(name -> new ConfigurationProblem(
                        "", name, 0, "", "", "is no setting of an installed bundle", "It has no effect."))
                .toList();
    }
}
