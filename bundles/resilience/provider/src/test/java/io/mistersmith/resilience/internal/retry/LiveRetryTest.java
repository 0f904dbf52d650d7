package io.mistersmith.resilience.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.resilience4j.retry.Retry;
import io.mistersmith.resilience.Backoff;
import io.mistersmith.resilience.internal.core.ClassNames;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveRetryTest {

    private static final ClassNames NONE = ClassNames.of("none");
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private final Budgets budgets = new Budgets();
    private final LiveRetry live = new LiveRetry("orders", settings(3, ""), budgets);
    private final Retry view = live.view();
    private final AtomicInteger calls = new AtomicInteger();

    private static RetrySettings settings(int attempts, String budget) {
        return new RetrySettings(attempts, SHORT, budget, NONE, NONE);
    }

    private int failing(Retry retry) {
        calls.set(0);
        assertThatIllegalStateException()
                .isThrownBy(() -> retry.executeRunnable(() -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("down");
                }));
        return calls.get();
    }

    @Test
    void triesAgainUpToItsAttempts() {
        assertThat(failing(view)).isEqualTo(3);
        assertThat(view.executeSupplier(() -> "x")).isEqualTo("x");
        assertThat(live.counts()).containsEntry("failed_after_retry", 1L).containsEntry("succeeded_at_once", 1L);
    }

    @Test
    void changedSettingsHoldForTheSameObject() {
        failing(view);

        live.settings(settings(5, ""));

        assertThat(failing(view)).isEqualTo(5);
        assertThat(view.getRetryConfig().getMaxAttempts()).isEqualTo(5);
        assertThat(live.counts()).as("kept").containsEntry("failed_after_retry", 2L);
    }

    @Test
    void exceptionsAreChosenByName() throws Throwable {
        live.settings(new RetrySettings(
                3,
                SHORT,
                "",
                ClassNames.of("k", "java.io.IOException"),
                ClassNames.of("k", "java.io.FileNotFoundException")));

        assertThat(failing(view)).as("not in the list").isEqualTo(1);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> view.executeCheckedSupplier(() -> {
                    calls.incrementAndGet();
                    throw new IOException("down");
                }));
        assertThat(calls).as("in the list").hasValue(1 + 3);
        assertThatExceptionOfType(FileNotFoundException.class)
                .isThrownBy(() -> view.executeCheckedSupplier(() -> {
                    calls.incrementAndGet();
                    throw new FileNotFoundException("ignored");
                }));
        assertThat(calls).as("ignored").hasValue(1 + 3 + 1);
    }

    @Test
    void callsThatShareABudgetStopRetryingWhenItIsSpent() {
        live.settings(settings(3, "shared"));
        Retry other = new LiveRetry("other", settings(3, "shared"), budgets).view();
        budgets.of("shared").settings(new TokenBudget.Settings(0, 0, 5));

        int all = 0;
        for (int i = 0; i < 10; i++) {
            all += failing(i % 2 == 0 ? view : other);
        }

        assertThat(all).as("10 calls and 5 retries").isEqualTo(15);
        assertThat(live.counts()).extractingByKey("denied_by_budget").isNotEqualTo(0L);
        live.reset();
        assertThat(failing(view)).isEqualTo(3);
    }

    @Test
    void asynchronousCallsAskTheBudgetToo() {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            live.settings(new RetrySettings(3, SHORT, "b", ClassNames.of("k", "java.io.IOException"), NONE));
            budgets.of("b").settings(new TokenBudget.Settings(0, 0, 3));

            assertThat(asynchronous(scheduler)).isEqualTo(3);
            assertThat(asynchronous(scheduler)).isEqualTo(2);
            assertThat(asynchronous(scheduler)).isEqualTo(1);
        } finally {
            scheduler.shutdownNow();
        }
    }

    private int asynchronous(ScheduledExecutorService scheduler) {
        calls.set(0);
        CompletableFuture<Object> result = view.executeCompletionStage(scheduler, () -> {
                    calls.incrementAndGet();
                    return CompletableFuture.failedFuture(new CompletionException(new IOException("down")));
                })
                .toCompletableFuture();
        assertThatExceptionOfType(Exception.class).isThrownBy(() -> result.get(5, TimeUnit.SECONDS));
        return calls.get();
    }

    @Test
    void listenersOutliveSettingsAndGoWithTheirBundle() {
        List<Integer> mine = new ArrayList<>();
        Retry other = live.view();
        view.getEventPublisher().onRetry(event -> mine.add(event.getNumberOfRetryAttempts()));
        other.getEventPublisher().onEvent(event -> mine.add(-1));
        live.drop(other);

        live.settings(settings(2, ""));
        failing(view);

        assertThat(mine).containsExactly(1);
    }
}
