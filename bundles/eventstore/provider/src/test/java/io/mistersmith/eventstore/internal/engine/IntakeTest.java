package io.mistersmith.eventstore.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventstore.internal.engine.Intake.Answer;
import io.mistersmith.eventstore.internal.engine.Intake.Limits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final long IDLE = TimeUnit.SECONDS.toNanos(20);

    private record Load(int events, long bytes) implements Intake.Load {}

    private final Intake<Load> intake = new Intake<>(new Limits(10, 1_000, 2, 4, 500, 0));

    @Test
    void groupsKeepTheOrderAndTheirLimits() throws InterruptedException {
        Load a = new Load(3, 10);
        Load b = new Load(2, 10);
        Load save = new Load(0, 0);
        Load large = new Load(1, 600);
        List.of(a, b, save, large)
                .forEach(load -> assertThat(intake.offer(load)).isEqualTo(Answer.TAKEN));

        assertThat(intake.take(IDLE)).containsExactly(a);
        assertThat(intake.take(IDLE)).containsExactly(b, save);
        assertThat(intake.take(IDLE)).as("one above the limit goes alone").containsExactly(large);
    }

    @Test
    void roomIsThereAgainOnlyWhenTheCallerWasTold() throws InterruptedException {
        Load ten = new Load(10, 1);
        assertThat(intake.offer(ten)).isEqualTo(Answer.TAKEN);
        assertThat(intake.take(IDLE)).hasSize(1);

        assertThat(intake.offer(new Load(1, 1))).isEqualTo(Answer.FULL);
        assertThat(intake.heldEvents()).isEqualTo(10);
        intake.release(ten);
        assertThat(intake.offer(new Load(1, 1))).isEqualTo(Answer.TAKEN);
    }

    @Test
    void bytesAreBoundedButALoneAppendMayBeLarger() {
        assertThat(intake.offer(new Load(1, 5_000))).isEqualTo(Answer.TAKEN);
        assertThat(intake.offer(new Load(1, 1))).isEqualTo(Answer.FULL);
    }

    @Test
    void savesHaveRoomOfTheirOwn() {
        assertThat(intake.offer(new Load(10, 1_000))).isEqualTo(Answer.TAKEN);
        assertThat(intake.offer(new Load(0, 0))).isEqualTo(Answer.TAKEN);
        assertThat(intake.offer(new Load(0, 0))).isEqualTo(Answer.TAKEN);
        assertThat(intake.offer(new Load(0, 0))).isEqualTo(Answer.FULL);
    }

    @Test
    void waitForWorkEndsWhenNoneComesInTime() throws InterruptedException {
        assertThat(intake.take(1_000_000)).isEmpty();
        assertThat(intake.closed()).isFalse();
        assertThat(intake.offer(new Load(1, 1))).isEqualTo(Answer.TAKEN);
        assertThat(intake.take(1_000_000)).hasSize(1);
    }

    @Test
    void closingGivesBackWhatWaitsAndEndsTheWaitOfTheCommitter() throws Exception {
        CompletableFuture<List<Load>> taking = CompletableFuture.supplyAsync(() -> {
            try {
                return intake.take(IDLE);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(intake.close()).isEmpty();

        assertThat(taking.get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(intake.offer(new Load(1, 1))).isEqualTo(Answer.CLOSED);
    }
}
