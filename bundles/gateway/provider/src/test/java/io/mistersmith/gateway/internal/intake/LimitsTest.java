package io.mistersmith.gateway.internal.intake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aTotalBelowOneRequestIsRefused() {
        assertThatThrownBy(() -> new Limits(10, 20, 19, 1, SECOND, SECOND, SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max.buffered.bytes=19 is less than the largest request, 20 bytes");
    }

    @Test
    void whatIsNotPositiveIsRefusedByName() {
        assertThatThrownBy(() -> new Limits(10, 20, 30, 0, SECOND, SECOND, SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window=0 is not positive");
    }
}
