package io.mistersmith.configuration.internal.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a PID were from one moment on.
 *
 * @param number from 1, one more than the one before
 * @param at when they were taken
 * @param by who or what changed them, as {@code smith} or {@code file (root)}
 * @param how the command or the way, as {@code cfg:set}
 * @param file from which file; empty when they came another way
 * @param keys the keys that differ from the revision before
 * @param text the text of the file, secrets masked; null when the PID was deleted, or the file is too large to keep
 */
public record Revision(
        int number, Instant at, String by, String how, String file, List<String> keys, @Nullable String text) {

    public Revision {
        keys = List.copyOf(keys);
    }
}
