package io.mistersmith.configuration;

import java.time.Instant;
import java.util.Set;

/**
 * Values that passed the checks and are not in force yet.
 *
 * @param keys names of the keys that differ from what is in force
 * @param strategy {@code graceful} or {@code on_next_use}, as {@code apply.strategy} says
 * @param since when the first of them came
 */
public record WaitingChange(String pid, Set<String> keys, String strategy, Instant since) {

    public WaitingChange {
        keys = Set.copyOf(keys);
    }

    /** In one line, with what to do. */
    public String message() {
        String what = strategy.equals("graceful") ? "what is under way to end" : "the next use";
        return pid + ": " + String.join(", ", keys.stream().sorted().toList()) + (keys.size() == 1 ? " waits" : " wait")
                + " for " + what + " since " + since + ". cfg:apply " + pid + " puts it in force now.";
    }
}
