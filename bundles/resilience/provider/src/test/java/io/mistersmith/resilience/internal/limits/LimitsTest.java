package io.mistersmith.resilience.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void bulkheadTakesNewLimitsWithCallsUnderWay() {
        LiveBulkhead live = new LiveBulkhead("b", 1, Duration.ZERO);
        Bulkhead view = live.view();
        assertThat(view.tryAcquirePermission()).isTrue();
        assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> view.executeRunnable(() -> {}));
        assertThat(live.state()).isEqualTo("full");

        live.settings(2, Duration.ofMillis(1));

        assertThat(view.tryAcquirePermission()).isTrue();
        assertThat(view.tryAcquirePermission()).isFalse();
        view.onComplete();
        view.releasePermission();
        assertThat(live.levels()).containsEntry("available_calls", 2).containsEntry("max_calls", 2);
        assertThat(live.counts()).containsEntry("permitted", 2L).containsEntry("refused", 2L);
    }

    @Test
    void limiterTakesNewLimitsInPlaceAndNewPeriodsBelowItsUsers() {
        LiveLimiter live = new LiveLimiter("l", 1, HOUR, Duration.ZERO);
        RateLimiter view = live.view();
        assertThat(view.acquirePermission()).isTrue();
        assertThat(view.acquirePermission()).isFalse();

        live.settings(5, HOUR, Duration.ofMillis(1));
        assertThat(view.acquirePermission())
                .as("the period that began counts on")
                .isFalse();
        assertThat(view.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(5);
        live.settings(5, HOUR.plusMillis(1), Duration.ZERO);

        assertThat(view.acquirePermission(5)).isTrue();
        assertThat(view.reservePermission()).isNegative();
        assertThat(live.counts()).containsEntry("permitted", 2L).containsEntry("refused", 3L);
        live.reset();
        assertThat(view.acquirePermission(5)).isTrue();
    }

    @Test
    void timeoutHoldsAsItIsWhenCalled() throws Exception {
        LiveTimeout live = new LiveTimeout("t", HOUR, true);
        TimeLimiter view = live.view();
        CompletableFuture<String> never = new CompletableFuture<>();
        Callable<String> decorated = view.decorateFutureSupplier(() -> never);

        live.settings(Duration.ofMillis(1), true);

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(decorated::call);
        assertThat(never).isCancelled();
        assertThat(view.executeFutureSupplier(() -> CompletableFuture.completedFuture("x")))
                .isEqualTo("x");
        assertThat(live.counts()).containsEntry("timed_out", 1L);
        assertThat(live.state()).isEqualTo("1 ms");
    }

    @Test
    void listenersOutliveSettingsAndGoWithTheirBundle() throws Exception {
        List<String> mine = new ArrayList<>();
        LiveLimiter limiter = new LiveLimiter("l", 1, HOUR, Duration.ZERO);
        LiveTimeout timeout = new LiveTimeout("t", HOUR, true);
        LiveBulkhead bulkhead = new LiveBulkhead("b", 1, Duration.ZERO);
        RateLimiter limits = limiter.view();
        TimeLimiter times = timeout.view();
        Bulkhead calls = bulkhead.view();
        limits.getEventPublisher().onSuccess(event -> mine.add("limiter"));
        times.getEventPublisher().onSuccess(event -> mine.add("timeout"));
        calls.getEventPublisher().onCallFinished(event -> mine.add("bulkhead"));

        limiter.settings(1, HOUR.plusMillis(1), Duration.ZERO);
        timeout.settings(Duration.ofMinutes(1), true);
        all(limits, times, calls);
        limiter.drop(limits);
        timeout.drop(times);
        bulkhead.drop(calls);
        all(limits, times, calls);

        assertThat(mine).containsExactly("limiter", "timeout", "bulkhead");
    }

    private static void all(RateLimiter limits, TimeLimiter times, Bulkhead calls) throws Exception {
        limits.acquirePermission();
        times.executeFutureSupplier(() -> CompletableFuture.completedFuture("x"));
        calls.executeRunnable(() -> {});
    }
}
