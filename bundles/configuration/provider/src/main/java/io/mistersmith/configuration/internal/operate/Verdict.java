package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.ConfigurationProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * What the guard says of values that are not in force yet.
 *
 * @param refused these keep the whole file from taking effect
 * @param unknown these have no effect
 */
public record Verdict(List<ConfigurationProblem> refused, List<ConfigurationProblem> unknown) {

    /** Nothing is wrong, or nobody knows what would be. */
    static final Verdict GOOD = new Verdict(List.of(), List.of());

    public Verdict {
        refused = List.copyOf(refused);
        unknown = List.copyOf(unknown);
    }

    /** What is refused here, and was not in another verdict, wherever it stood there. */
    List<ConfigurationProblem> refusedSince(Verdict before) {
        List<ConfigurationProblem> fresh = new ArrayList<>(refused);
        fresh.removeIf(problem -> before.refused().stream()
                .anyMatch(old -> old.key().equals(problem.key())
                        && old.value().equals(problem.value())
                        && old.reason().equals(problem.reason())));
        return fresh;
    }
}
