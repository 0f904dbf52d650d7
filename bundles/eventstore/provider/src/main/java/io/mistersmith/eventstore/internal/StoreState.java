package io.mistersmith.eventstore.internal;

import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.sqlite.IntegrityInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the store at one moment.
 *
 * @param open whether it is open
 * @param summary engine, file and size, or why it is not open
 * @param file name of the database for display
 * @param loss which acknowledged events keep it from being opened; null when none do
 * @param logProblem size of the write-ahead log and why it cannot be emptied; empty while it is within its bound
 * @param integrity empty when it is not open
 */
public record StoreState(
        boolean open,
        String summary,
        String file,
        @Nullable Loss loss,
        Optional<String> logProblem,
        Optional<IntegrityInfo> integrity) {}
