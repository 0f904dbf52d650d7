package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.internal.engine.LostRange;
import io.mistersmith.eventstore.internal.engine.Watermark;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the integrity of an open store.
 *
 * @param store its identity
 * @param head position of its last event; 0 when it has none
 * @param unchecked events up to this position have no checksum, because an earlier version stored them
 * @param lost positions that were given up, in their order
 * @param watermark how the watermark was found when the store was opened
 * @param forgetting why the watermark cannot be written; null when it can
 * @param damaged how often reading found damage since the store was opened
 * @param damagedSinceVerified the same since {@code store:verify} last found none
 */
public record IntegrityInfo(
        UUID store,
        long head,
        long unchecked,
        List<LostRange> lost,
        Watermark.State watermark,
        @Nullable String forgetting,
        long damaged,
        long damagedSinceVerified) {}
