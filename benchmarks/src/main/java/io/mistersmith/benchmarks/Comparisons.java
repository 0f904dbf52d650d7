package io.mistersmith.benchmarks;

import java.util.List;

/** Everything that is compared. A goal is what DESIGN promises; a peer's version stands in the pom. */
final class Comparisons {

    private Comparisons() {}

    static List<Comparison> all() {
        return List.of(
                Comparison.atLeast(
                        "eventstore",
                        "sqlite-16-callers-1-outstanding",
                        "events/s",
                        3.5,
                        quick -> Appends.ours(1, quick),
                        Appends::peer),
                Comparison.atLeast(
                        "eventstore",
                        "sqlite-16-callers-16-outstanding",
                        "events/s",
                        10,
                        quick -> Appends.ours(16, quick),
                        Appends::peer));
    }
}
