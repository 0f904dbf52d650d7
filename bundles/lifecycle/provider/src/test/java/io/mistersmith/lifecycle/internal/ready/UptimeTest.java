package io.mistersmith.lifecycle.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeTest {

    private static final Instant JVM = Instant.parse("2026-12-01T12:00:00Z");

    @Test
    void timeOfTheLauncherCounts() {
        assertThat(Uptime.launch(JVM.minusMillis(350), JVM)).isEqualTo(Duration.ofMillis(350));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-01T12:00:01Z", "2026-12-01T11:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void clockThatWasSetMeanwhileDoesNot(Instant process) {
        assertThat(Uptime.launch(process, JVM)).isZero();
    }

    @Test
    void growsWithTheTimeSinceTheStart() {
        Duration first = Uptime.now();

        assertThat(first).isPositive();
        assertThat(Uptime.now()).isGreaterThanOrEqualTo(first);
    }
}
