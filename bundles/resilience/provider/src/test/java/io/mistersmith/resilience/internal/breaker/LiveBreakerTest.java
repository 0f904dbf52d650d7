package io.mistersmith.resilience.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.mistersmith.resilience.internal.core.ClassNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveBreakerTest {

    private static final ClassNames NONE = ClassNames.of("none");

    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final LiveBreaker live = breaker(settings(10_000, 2, 10_000));
    private final CircuitBreaker view = live.view();

    private LiveBreaker breaker(BreakerSettings settings) {
        return new LiveBreaker("orders", settings, (name, before, now) -> changes.add(name + " " + before + ">" + now));
    }

    private static BreakerSettings settings(long openMillis, int trials, long trialsMillis) {
        return settings(openMillis, trials, trialsMillis, NONE, NONE);
    }

    private static BreakerSettings settings(
            long openMillis, int trials, long trialsMillis, ClassNames record, ClassNames ignore) {
        return new BreakerSettings(
                50,
                100,
                Duration.ofMinutes(1),
                4,
                false,
                4,
                Duration.ofMillis(openMillis),
                trials,
                Duration.ofMillis(trialsMillis),
                record,
                ignore);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> view.executeRunnable(() -> {
                        throw new IllegalStateException("down");
                    }))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void opensAtItsRateAndRefusesFromThenOn() {
        fail(4);

        assertThat(view.getState()).isEqualTo(State.OPEN);
        assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(() -> view.executeSupplier(() -> "x"));
        assertThat(changes).containsExactly("orders CLOSED>OPEN");
        assertThat(live.counts()).containsEntry("failed", 4L).containsEntry("refused", 1L);
        assertThat(live.state()).isEqualTo("open");
    }

    @Test
    void timeForTrialsIsAlwaysSet() {
        assertThat(view.getCircuitBreakerConfig().getMaxWaitDurationInHalfOpenState())
                .isEqualTo(Duration.ofSeconds(10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(1, 1, 0))
                .withMessage("half.open.calls=1 within half.open.ms=0: both are 1 or more");
    }

    @Test
    void changedSettingsHoldForTheSameObjectAndKeepTheState() {
        fail(4);

        live.settings(settings(1, 1, 10_000));

        assertThat(view.getState()).isEqualTo(State.OPEN);
        assertThat(view.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState())
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(view.executeSupplier(() -> "x")).isEqualTo("x"));
        assertThat(view.getState()).isEqualTo(State.CLOSED);
        assertThat(changes).containsExactly("orders CLOSED>OPEN", "orders OPEN>HALF_OPEN", "orders HALF_OPEN>CLOSED");
    }

    @Test
    void sameSettingsChangeNothing() {
        CircuitBreaker below = live.breaker();

        live.settings(settings(10_000, 2, 10_000));

        assertThat(live.breaker()).isSameAs(below);
    }

    @Test
    void everyStateGoesOverToTheNewSettings() {
        for (State state : new State[] {State.FORCED_OPEN, State.DISABLED, State.METRICS_ONLY, State.HALF_OPEN}) {
            switch (state) {
                case FORCED_OPEN -> view.transitionToForcedOpenState();
                case DISABLED -> view.transitionToDisabledState();
                case METRICS_ONLY -> view.transitionToMetricsOnlyState();
                default -> {
                    view.reset();
                    view.transitionToOpenState();
                    view.transitionToHalfOpenState();
                }
            }
            live.settings(settings(10_000, 2, 10_000 + state.name().length()));
            assertThat(view.getState()).isEqualTo(state);
        }
    }

    @Test
    void trialsThatNeverEndAreEndedByTheNextCaller() {
        live.settings(settings(1, 1, 50));
        fail(4);
        await().until(view::tryAcquirePermission); // a trial of which nobody hears again
        assertThat(view.getState()).isEqualTo(State.HALF_OPEN);

        await().until(() -> !view.tryAcquirePermission() && view.getState() == State.OPEN);
        await().until(() -> {
            try {
                return "up".equals(view.executeSupplier(() -> "up"));
            } catch (CallNotPermittedException e) {
                return false;
            }
        });

        assertThat(view.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void whoLooksSeesTheEndOfTrialsThatTookTooLong() {
        live.settings(settings(1, 1, 50));
        fail(4);
        await().until(view::tryAcquirePermission); // a trial of which nobody hears again

        await().until(() -> live.state().equals("open"));

        assertThat(changes).endsWith("orders HALF_OPEN>OPEN");
        assertThat(view.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void trialThatIsGivenUpGivesItsPlaceBackOnce() {
        live.settings(settings(1, 1, 10_000));
        fail(4);
        await().pollInSameThread().until(view::tryAcquirePermission);

        view.releasePermission();
        assertThat(view.tryAcquirePermission()).isTrue();
        view.releasePermission();
        view.releasePermission();

        assertThat(view.tryAcquirePermission()).isTrue();
        assertThat(view.tryAcquirePermission()).as("a second trial").isFalse();
        view.onSuccess(1, TimeUnit.NANOSECONDS);
        assertThat(view.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void callFromBeforeItOpenedSaysNothingWhileTrialsRun() {
        live.settings(settings(1, 1, 10_000, NONE, ClassNames.of("k", "java.lang.UnsupportedOperationException")));
        assertThat(view.tryAcquirePermission()).isTrue();
        long began = view.getCurrentTimestamp();
        long beganByAnotherClock = System.nanoTime();
        fail(4);
        await().until(view::tryAcquirePermission);

        view.onError(
                view.getCurrentTimestamp() - began, TimeUnit.NANOSECONDS, new UnsupportedOperationException("ignored"));
        assertThat(view.tryAcquirePermission()).as("a second trial").isFalse();
        view.releasePermission();
        assertThat(view.tryAcquirePermission()).as("a second trial").isFalse();
        view.onSuccess(System.nanoTime() - beganByAnotherClock, TimeUnit.NANOSECONDS);
        assertThat(view.getState()).isEqualTo(State.HALF_OPEN);
        view.onSuccess(1, TimeUnit.NANOSECONDS);

        assertThat(view.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void durationsAreReal() {
        List<Long> millis = new ArrayList<>();
        live.settings(settings(1, 1, 10_000));
        long began = view.getCurrentTimestamp();
        view.getEventPublisher()
                .onSuccess(event -> millis.add(event.getElapsedDuration().toMillis()));
        fail(4);
        await().until(view::tryAcquirePermission);
        view.onSuccess(1, TimeUnit.NANOSECONDS);

        view.onSuccess(view.getCurrentTimestamp() - began, view.getTimestampUnit()); // spans the leap, but it is closed

        assertThat(view.getState()).isEqualTo(State.CLOSED);
        assertThat(millis).hasSize(2).allMatch(one -> one < 60_000);
    }

    @Test
    void ignoredTrialGivesItsPlaceBack() {
        live.settings(settings(1, 1, 10_000, NONE, ClassNames.of("k", "java.lang.UnsupportedOperationException")));
        fail(4);
        await().until(view::tryAcquirePermission);

        view.onError(1, TimeUnit.NANOSECONDS, new UnsupportedOperationException("ignored"));

        assertThat(view.tryAcquirePermission()).isTrue();
    }

    @Test
    void exceptionsAreChosenByName() {
        live.settings(settings(10_000, 1, 10_000, ClassNames.of("k", "java.io.IOException"), NONE));
        fail(8);

        assertThat(view.getState()).isEqualTo(State.CLOSED);
        for (int i = 0; i < 4; i++) {
            view.onError(1, TimeUnit.NANOSECONDS, new java.io.FileNotFoundException());
        }
        assertThat(view.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void operatorOpensClosesAndResets() {
        live.open();
        assertThat(view.tryAcquirePermission()).isFalse();
        live.close();
        assertThat(view.tryAcquirePermission()).isTrue();
        fail(4);
        live.reset();

        assertThat(view.tryAcquirePermission()).isTrue();
        assertThat(changes)
                .containsExactly(
                        "orders CLOSED>FORCED_OPEN",
                        "orders FORCED_OPEN>CLOSED",
                        "orders CLOSED>OPEN",
                        "orders OPEN>CLOSED");
    }

    @Test
    void listenersOutliveSettingsAndGoWithTheirBundle() {
        List<String> mine = new ArrayList<>();
        List<String> other = new ArrayList<>();
        CircuitBreaker second = live.view();
        view.getEventPublisher()
                .onStateTransition(event -> mine.add(event.getStateTransition().name()));
        second.getEventPublisher()
                .onEvent(event -> other.add(event.getEventType().name()));
        second.getEventPublisher().onSuccess(event -> other.add("again"));

        view.executeRunnable(() -> {});
        live.settings(settings(10_000, 3, 10_000));
        view.transitionToOpenState();
        live.drop(second);
        view.transitionToClosedState();

        assertThat(mine).containsExactly("CLOSED_TO_OPEN", "OPEN_TO_CLOSED");
        assertThat(other).containsExactly("SUCCESS", "again", "STATE_TRANSITION");
    }

    @Test
    void breakerThatCouldNeverOpenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BreakerSettings(
                        50,
                        100,
                        Duration.ofSeconds(1),
                        10,
                        false,
                        11,
                        Duration.ofSeconds(1),
                        1,
                        Duration.ofSeconds(1),
                        NONE,
                        NONE))
                .withMessage("minimum.calls=11 is above window.size=10 calls: it would never open");
    }
}
