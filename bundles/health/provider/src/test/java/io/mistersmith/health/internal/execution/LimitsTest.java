package io.mistersmith.health.internal.execution;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, check.timeout.ms=0 is not above 0",
        "-1, 0, 1, check.timeout.ms=-1 is not above 0",
        "1, -1, 1, check.result.ms=-1 is negative",
        "1, 0, 0, check.threads=0 is not above 0",
    })
    void whatIsOutOfRangeIsRefused(long timeout, long keep, int threads, String message) {
        assertThatThrownBy(() -> new Limits(Duration.ofMillis(timeout), Duration.ofMillis(keep), threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
