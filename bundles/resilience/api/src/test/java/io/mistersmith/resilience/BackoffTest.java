package io.mistersmith.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

    private static final RandomGenerator NOTHING_LEFT_OUT = () -> 0L;
    private static final RandomGenerator MOST_LEFT_OUT = () -> -1L;

    @Test
    void withoutJitterEachWaitIsLongerByTheMultiplierUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), 3, 0);

        assertThat(IntStream.of(-1, 0, 1, 2, 3, 4, 5, 1_000, Integer.MAX_VALUE)
                        .mapToObj(attempt -> backoff.delay(attempt).toMillis()))
                .containsExactly(100L, 100L, 100L, 300L, 900L, 2_000L, 2_000L, 2_000L, 2_000L);
    }

    @Test
    void jitterLeavesOutUpToItsShare() {
        Backoff half = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

        assertThat(half.delay(1, NOTHING_LEFT_OUT)).isEqualTo(Duration.ofMillis(200));
        assertThat(half.delay(1, MOST_LEFT_OUT)).isEqualTo(Duration.ofMillis(100));
        assertThat(half.delay(9, NOTHING_LEFT_OUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(new Backoff(half.initial(), half.max(), 2, 1).delay(1, MOST_LEFT_OUT))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void waitsSpreadEvenlyOverWhatJitterAllows() {
        Random random = new Random(7);
        Backoff full = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 1);

        double mean = IntStream.range(0, 10_000)
                .mapToLong(i -> full.delay(1, random).toMillis())
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(480.0, 520.0);
    }

    @ParameterizedTest
    @CsvSource({"200ms..30s,200,30000", "1s..1s,1000,1000", " 1M..24H ,60000,86400000"})
    void textsNameTheFirstWaitAndTheLongest(String text, long first, long longest) {
        assertThat(Backoff.parse(text))
                .isEqualTo(new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest), 2, 0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "200ms", "200..30s", "200ms..30", "-1s..2s", "1s...2s", "9999999999ms..1h"})
    void otherTextsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.parse(text))
                .withMessage("backoff=\"" + text + "\" is not of the form 200ms..30s");
    }

    @ParameterizedTest
    @CsvSource({"0,1000", "2000,1000", "1000,86400001"})
    void waitsOutOfRangeAreRefused(long first, long longest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest)))
                .withMessage("backoff=" + first + "ms.." + longest + "ms is not within 1ms..24h");
    }

    @ParameterizedTest
    @CsvSource({
        "0.9,0.5,multiplier=0.9 is not within 1..100",
        "101,0,multiplier=101.0 is not within 1..100",
        "NaN,0,multiplier=NaN is not within 1..100",
        "2,-0.1,jitter=-0.1 is not within 0..1",
        "2,1.1,jitter=1.1 is not within 0..1",
        "2,NaN,jitter=NaN is not within 0..1"
    })
    void multiplierAndJitterOutOfRangeAreRefused(double multiplier, double jitter, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), multiplier, jitter))
                .withMessage("backoff." + message);
    }
}
