package io.mistersmith.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    private long seconds;
    private final WindowSettings settings = new WindowSettings(() -> TimeUnit.SECONDS.toNanos(seconds));
    private final Recorder recorder = new Recorder(new Sampling(), settings);

    @Test
    void quantilesForgetWhatIsOlderThanTheWindowAndBucketsDoNot() {
        for (int i = 0; i < 1_000; i++) {
            recorder.record(1_000_000);
        }
        read(60);
        assertThat(recent(0.99)).isCloseTo(1_000_000, withPercentage(1));

        for (int i = 0; i < 10; i++) {
            recorder.record(5_000);
        }
        read(20);

        assertThat(recent(0.99)).isCloseTo(5_000, withPercentage(1));
        assertThat(new DropwizardSnapshot(recorder.snapshot()).get99thPercentile())
                .isCloseTo(5_000, withPercentage(1));
        assertThat(new DropwizardSnapshot(recorder.snapshot()).size()).isEqualTo(10);
        assertThat(recorder.snapshot().recent().count()).isEqualTo(10);
        assertThat(recorder.snapshot().count()).isEqualTo(1_010);
        assertThat((double) recorder.snapshot().quantile(0.5)).isCloseTo(1_000_000, withPercentage(1));
        assertThat(recorder.snapshot().countAtMost(2_000_000)).isEqualTo(1_010);
    }

    @Test
    void withoutValuesInTheWindowThereAreNone() {
        recorder.record(7);
        read(200);

        assertThat(recorder.snapshot().recent().count()).isZero();
    }

    @Test
    void lengthIsALiveSetting() {
        recorder.record(7);
        read(5);
        assertThat(recorder.snapshot().recent().count()).isOne();

        settings.length(Duration.ofSeconds(2));
        read(3);

        assertThat(recorder.snapshot().recent().count()).isZero();
        assertThatThrownBy(() -> settings.length(Duration.ofMillis(999)))
                .hasMessage("quantile.window.ms=999 is not within 1000..3600000 ms");
    }

    /** Reads every second for this long. */
    private void read(int more) {
        for (int i = 0; i < more; i++) {
            seconds++;
            RecordedDistribution unused = recorder.snapshot();
        }
    }

    private double recent(double share) {
        return recorder.snapshot().recent().quantile(share);
    }
}
