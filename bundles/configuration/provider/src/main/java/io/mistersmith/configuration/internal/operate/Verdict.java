package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.ConfigurationProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * What the guard says of values that are not in force yet.
 *
 * @param refused these keep the whole file from taking effect
 * @param unknown these have no effect
 * @param duplicates nor have these, since a later line sets the same key
 */
public record Verdict(
        List<ConfigurationProblem> refused, List<ConfigurationProblem> unknown, List<ConfigurationProblem> duplicates) {

    /** Nothing is wrong, or nobody knows what would be. */
    static final Verdict GOOD = new Verdict(List.of());

    Verdict(List<ConfigurationProblem> refused) {
        this(refused, List.of(), List.of());
    }

    public Verdict {
        refused = List.copyOf(refused);
        unknown = List.copyOf(unknown);
        duplicates = List.copyOf(duplicates);
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
