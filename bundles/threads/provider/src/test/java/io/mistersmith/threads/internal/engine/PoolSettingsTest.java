package io.mistersmith.threads.internal.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 1 | 1 | 0 | size=0 is not within 1..4096 threads",
                "1 | 0 | 1 | 0 | queue.size=0 is not within 1..1048576 tasks",
                "1 | 1 | 0 | 0 | keep.alive.ms=0 is not within 1..3600000 ms",
                "1 | 1 | 1 | -1 | stack.size=-1 is not within 0..1073741824 bytes",
            })
    void aValueOutsideItsRangeIsRefusedWithKeyValueAndRange(int size, int queue, long keepMs, long stack, String text) {
        assertThatThrownBy(() -> new PoolSettings(size, queue, Duration.ofMillis(keepMs), stack))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text);
    }
}
