package io.mistersmith.metrics.exporters.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One way out, as {@code metric:exporters} shows it.
 *
 * @param state {@code waiting}, {@code running}, {@code failing}, {@code hanging}, {@code listening} or {@code off}
 * @param lastExport null before the first that succeeded
 * @param problem one line, null if there is none
 */
public record ExporterStatus(
        String name,
        String state,
        long exports,
        long failures,
        @Nullable Instant lastExport,
        @Nullable String problem) {}
