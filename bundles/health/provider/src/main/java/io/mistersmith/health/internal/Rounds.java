package io.mistersmith.health.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares each round of checks with the one before. A check that is new and healthy is no change; one that went is none
 * either, but the whole may change with it. Thread-safe.
 */
final class Rounds {

    /** The name of the whole: as bad as the worst check. */
    static final String WHOLE = "container";

    private final Map<Long, CheckView> before = new HashMap<>(); // guarded by this
    private Health whole = Health.HEALTHY; // guarded by this

    /** What changed with this round, in the order of its checks, the whole last. */
    synchronized List<Change> changes(List<CheckView> round) {
        List<Change> changes = new ArrayList<>();
        Health worst = Health.HEALTHY;
        String cause = "every check is healthy";
        Map<Long, CheckView> now = new HashMap<>();
        for (CheckView check : round) {
            now.put(check.service(), check);
            CheckView last = before.get(check.service());
            Health from = last == null ? Health.HEALTHY : last.status();
            if (from != check.status()) {
                changes.add(new Change(check.name(), from, check.status(), check.message()));
            }
            if (check.status().compareTo(worst) > 0) {
                worst = check.status();
                cause = check.name() + ": " + check.message();
            }
        }
        if (worst != whole) {
            changes.add(new Change(WHOLE, whole, worst, cause));
        }
        whole = worst;
        before.clear();
        before.putAll(now);
        return changes;
    }
}
