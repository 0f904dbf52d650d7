package io.mistersmith.gateway.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.gateway.internal.intake.AnswerWindow.Slot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerWindowTest {

    private static final Limits LIMITS =
            new Limits(100, 100, 1_000, 3, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final Budget budget = new Budget(() -> 1_000);
    private final AnswerWindow window = new AnswerWindow(budget);

    @Test
    void answersWaitForThoseBeforeThem() {
        Slot first = open(1, 10);
        Slot second = open(2, 10);
        Slot third = open(3, 10);

        third.settle("c");
        assertThat(ready()).isEmpty();

        first.settle("a");
        assertThat(ready()).isEqualTo("a\n");

        second.settle("b");
        assertThat(ready()).isEqualTo("b\nc\n");
        assertThat(window.isEmpty()).isTrue();
        assertThat(budget.held()).isZero();
    }

    @Test
    void onlyTheFirstAnswerOfALineCountsAndReleases() {
        Slot slot = open(1, 10);

        assertThat(slot.settle("first")).isTrue();
        assertThat(slot.settle("second")).isFalse();

        assertThat(ready()).isEqualTo("first\n");
        assertThat(budget.held()).isZero();
    }

    @Test
    void theWindowIsFullByNumberUntilAnAnswerIsOut() {
        Slot first = open(1, 1);
        open(2, 1);
        assertThat(window.hasRoom(LIMITS)).isTrue();
        open(3, 1);
        assertThat(window.hasRoom(LIMITS)).isFalse();

        first.settle("a");
        assertThat(window.hasRoom(LIMITS)).as("settled but not sent").isFalse();
        ready();
        assertThat(window.hasRoom(LIMITS)).isTrue();
    }

    @Test
    void theWindowIsFullByBytesButTakesOneEventOfAnySize() {
        assertThat(window.hasRoom(LIMITS)).isTrue();

        open(1, 100);

        assertThat(window.hasRoom(LIMITS)).isFalse();
    }

    @Test
    void whatWaitsTooLongIsAnsweredAsUnknown() {
        window.open(1, 0, 0);
        window.open(2, 0, Duration.ofMillis(600).toNanos());

        window.expire(Duration.ofMillis(999).toNanos(), Duration.ofSeconds(1));
        assertThat(ready()).isEmpty();

        window.expire(Duration.ofSeconds(1).toNanos(), Duration.ofSeconds(1));
        assertThat(ready())
                .isEqualTo(
                        "{\"line\":1,\"error\":\"no answer from the store for 1000 ms; it may be stored: send the same"
                                + " source and id again\",\"retryable\":true,\"outcome\":\"unknown\"}\n");
        assertThat(window.isEmpty()).isFalse();
    }

    @Test
    void whatIsAbandonedIsReleased() {
        Slot slot = open(1, 10);

        window.abandon();

        assertThat(budget.held()).isZero();
        assertThat(slot.settle("late")).isFalse();
        assertThat(budget.held()).isZero();
    }

    private Slot open(long line, int bytes) {
        assertThat(budget.reserve(bytes)).isTrue();
        return window.open(line, bytes, 0);
    }

    private String ready() {
        return new String(window.ready(), StandardCharsets.UTF_8);
    }
}
