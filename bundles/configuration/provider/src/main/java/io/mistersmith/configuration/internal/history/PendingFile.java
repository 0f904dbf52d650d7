package io.mistersmith.configuration.internal.history;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits to be confirmed.
 *
 * @param before what the file held; null when there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PendingFile(String pid, Path file, String by, Instant until, byte @Nullable [] before) {}
