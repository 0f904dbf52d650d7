package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.PoolRejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ManualThreadPoolsTest {

    private final ManualThreadPools pools = new ManualThreadPools();
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsBeforeDrainAndThenAllInOrder() {
        pools.io().execute(() -> {
            ran.add("a");
            pools.compute().execute(() -> ran.add("c"));
        });
        pools.named("mine").execute(() -> ran.add("b"));
        assertThat(ran).isEmpty();
        assertThat(pools.waiting()).isEqualTo(2);

        assertThat(pools.drain()).isEqualTo(3);

        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void advanceRunsWhatIsDueAtItsTime() {
        List<Long> times = new ArrayList<>();
        pools.after(Duration.ofSeconds(5), () -> times.add(pools.clock().nanos() / 1_000_000_000));
        pools.every(Duration.ofSeconds(2), () -> times.add(pools.clock().nanos() / 1_000_000_000));

        pools.advance(Duration.ofSeconds(7));

        assertThat(times).containsExactly(2L, 4L, 5L, 6L);
        assertThat(pools.clock().nanos()).isEqualTo(7_000_000_000L);
        assertThat(pools.delayed()).isEqualTo(1);
    }

    @Test
    void cancelledJobsDoNotRun() {
        Job<Void> once = pools.after(Duration.ofSeconds(1), () -> ran.add("once"));
        Job<Void> series = pools.every(Duration.ofSeconds(1), () -> ran.add("series"));
        assertThat(once.cancel()).isTrue();
        assertThat(once.cancel()).isFalse();
        pools.advance(Duration.ofSeconds(2));
        series.cancel();
        pools.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("series", "series");
        assertThat(once.result().toCompletableFuture()).isCancelled();
    }

    @Test
    void seriesGoesOnAfterATaskThrew() {
        pools.every(Duration.ofSeconds(1), () -> {
            ran.add("x");
            throw new IllegalStateException("broken");
        });

        pools.advance(Duration.ofSeconds(3));

        assertThat(ran).hasSize(3);
        assertThat(pools.failures()).hasSize(3).allMatch(IllegalStateException.class::isInstance);
    }

    @Test
    void submittedWorkGivesItsResultOrItsFailure() {
        Job<String> good = pools.blocking().submit(() -> "done", Duration.ofSeconds(1));
        Job<String> bad = pools.blocking()
                .submit(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        Duration.ofSeconds(1));
        Job<String> late = pools.blocking().submit(() -> "late", Duration.ofSeconds(1));
        pools.step();
        pools.step();
        pools.clock().advance(Duration.ofSeconds(2));
        pools.drain();

        assertThat(good.result().toCompletableFuture()).isCompletedWithValue("done");
        assertThat(bad.result().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("broken");
        assertThat(late.result().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void fullPoolRefusesTasks() {
        pools.full("io", true);
        assertThatThrownBy(() -> pools.io().execute(() -> {}))
                .isInstanceOfSatisfying(
                        PoolRejectedException.class, e -> assertThat(e.pool()).isEqualTo("io"));
        pools.blocking().execute(() -> ran.add("other pool"));

        pools.full("io", false);
        pools.io().execute(() -> ran.add("again"));
        pools.drain();

        assertThat(ran).containsExactly("other pool", "again");
    }

    @Test
    void periodMustBeAMillisecond() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pools.every(Duration.ZERO, () -> {}))
                .withMessageContaining("PT0S");
    }
}
