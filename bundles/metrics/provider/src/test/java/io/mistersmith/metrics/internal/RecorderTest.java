package io.mistersmith.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {

    private static final double HOUR = 3_600e9;

    private final Recorder recorder = new Recorder();
    private final Random random = new Random(42);

    @Test
    void quantilesAreWithinOnePercentFromOneNanosecondToOneHour() {
        verify(() -> (long) Math.pow(10, random.nextDouble() * Math.log10(HOUR)));
    }

    @Test
    void quantilesAreWithinOnePercentWhenAllValuesAreAlike() {
        verify(() -> 1_000_000_007L + random.nextInt(100));
    }

    @Test
    void quantilesAreWithinOnePercentOfALongTail() {
        verify(() -> (long) (50_000 * Math.exp(random.nextGaussian() * 2)));
    }

    private void verify(LongSupplier values) {
        long[] truth = LongStream.generate(values).limit(100_000).toArray();
        Arrays.stream(truth).forEach(recorder::record);
        Arrays.sort(truth);

        RecordedDistribution seen = recorder.snapshot();

        for (double share : new double[] {0.5, 0.9, 0.95, 0.99, 0.999}) {
            long exact = truth[(int) Math.ceil(share * truth.length) - 1];
            assertThat(seen.quantile(share)).as("quantile %s", share).isCloseTo(exact, withPercentage(1));
            assertThat(seen.countAtMost(exact + exact / 64))
                    .as("count at most quantile %s", share)
                    .isGreaterThanOrEqualTo((long) (share * truth.length));
        }
        assertThat(seen.count()).isEqualTo(truth.length);
        assertThat(seen.min()).isEqualTo(truth[0]);
        assertThat(seen.max()).isEqualTo(truth[truth.length - 1]);
        assertThat(seen.quantile(0)).isCloseTo(truth[0], withPercentage(1));
        assertThat(seen.quantile(1)).isCloseTo(truth[truth.length - 1], withPercentage(1));
        assertThat(seen.sum()).isEqualTo(LongStream.of(truth).sum());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 127, 128, 129, 255, 256, 1L << 40, (1L << 40) - 1, Long.MAX_VALUE})
    void aValueFallsIntoABucketWhoseMiddleIsWithinOnePercentOfIt(long value) {
        int chunk = Recorder.chunkOf(value);

        long middle = Recorder.middleOf(chunk, Recorder.bucketOf(value, chunk));

        assertThat((double) middle).isCloseTo((double) value, withPercentage(1));
        assertThat(chunk).isBetween(0, Recorder.CHUNKS - 1);
    }

    @Test
    void negativeValuesCountAsZero() {
        recorder.record(-5);

        RecordedDistribution seen = recorder.snapshot();
        assertThat(new long[] {seen.count(), seen.min(), seen.max(), seen.sum(), seen.quantile(0.5)})
                .containsExactly(1, 0, 0, 0, 0);
    }

    @Test
    void nothingRecordedIsZeroEverywhere() {
        RecordedDistribution seen = recorder.snapshot();

        assertThat(new long[] {
                    seen.count(), seen.min(), seen.max(), seen.sum(), seen.quantile(0.99), seen.countAtMost(9)
                })
                .containsOnly(0);
        assertThat(seen.mean()).isZero();
    }

    @Test
    void meanAndDeviationAreRight() {
        LongStream.of(2, 4, 4, 4, 5, 5, 7, 9).forEach(recorder::record);

        assertThat(recorder.snapshot().mean()).isEqualTo(5);
        assertThat(recorder.snapshot().deviation()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aShareOutsideItsRangeIsRefused(double share) {
        assertThatThrownBy(() -> recorder.snapshot().quantile(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share=" + share + " is not within 0..1");
    }

    @Test
    void recordingAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 100_000; i++) {
            recorder.record(i);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            recorder.record(i);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes")
                .isLessThan(10_000);
    }
}
