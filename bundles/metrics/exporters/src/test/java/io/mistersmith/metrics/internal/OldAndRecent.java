package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A timer that recorded long calls before the last window, and short ones within it. */
public final class OldAndRecent {

    private OldAndRecent() {}

    /** Family {@code call_seconds}: 1,000 calls of 1 s, then, more than a window later, 10 of 2 ms. */
    public static List<FamilySnapshot> calls() {
        long[] seconds = {0};
        Recorder recorder =
                new Recorder(new Sampling(), new WindowSettings(() -> TimeUnit.SECONDS.toNanos(seconds[0])));
        for (int i = 0; i < 1_000; i++) {
            recorder.record(1_000_000_000);
        }
        for (int i = 0; i < 2; i++) { // each reading closes a slot of the window
            seconds[0] += 120;
            RecordedDistribution unused = recorder.snapshot();
        }
        for (int i = 0; i < 10; i++) {
            recorder.record(2_000_000);
        }
        RecordedDistribution values = recorder.snapshot();
        return List.of(new FamilySnapshot(
                "call_seconds",
                MeterKind.TIMER,
                "Calls",
                "seconds",
                List.of(),
                List.of(new SeriesSnapshot(List.of(), values.count(), values))));
    }
}
