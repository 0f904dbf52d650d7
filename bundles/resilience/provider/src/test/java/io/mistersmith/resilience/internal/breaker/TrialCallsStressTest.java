package io.mistersmith.resilience.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.mistersmith.resilience.internal.core.ClassNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand threads at one breaker. */
@Tag("stress")
class TrialCallsStressTest {

    private static final int THREADS = 1_000;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(Long.getLong("resilience.millis", 700));
    private static final int TRIALS = 5;

    private final AtomicLong opened = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicLong granted = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean down = true;
    private volatile boolean stop;

    private LiveBreaker breaker(Duration open, Duration trialsTime) {
        BreakerSettings settings = new BreakerSettings(
                50,
                100,
                Duration.ofMinutes(1),
                20,
                false,
                10,
                open,
                TRIALS,
                trialsTime,
                ClassNames.of("record"),
                ClassNames.of("ignore", "java.lang.UnsupportedOperationException"));
        return new LiveBreaker(
                "stressed", settings, (name, before, now) -> opened.addAndGet(now == State.OPEN ? 1 : 0));
    }

    private void start(Runnable work) {
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(work, "caller-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        stop = true;
        for (Thread thread : threads) {
            thread.join(5_000);
        }
    }

    /** Half of what arrives is from before it opened, and must give no trial its place back. */
    @Test
    void trialsNeverExceedTheirLimit() throws InterruptedException {
        LiveBreaker live = breaker(Duration.ofMillis(1), Duration.ofHours(1));
        CircuitBreaker view = live.view();
        long before = view.getCurrentTimestamp();
        view.transitionToOpenState();
        view.transitionToHalfOpenState();

        start(() -> {
            while (!stop) {
                if (ThreadLocalRandom.current().nextBoolean()) {
                    view.releasePermission(); // of a call from before it opened, given up
                    view.onError(
                            view.getCurrentTimestamp() - before,
                            TimeUnit.NANOSECONDS,
                            new UnsupportedOperationException("late"));
                } else if (view.tryAcquirePermission()) {
                    trial(view);
                }
                LockSupport.parkNanos(50_000_000);
            }
        });
        LockSupport.parkNanos(NANOS);
        end();

        assertThat(most).as("trials at the same time").hasValue(TRIALS);
        assertThat(granted).as("trials in all").hasValueGreaterThan(TRIALS * 10L);
        assertThat(view.getState()).isEqualTo(State.HALF_OPEN);
        for (int i = 0; i < TRIALS; i++) {
            view.executeRunnable(() -> {});
        }
        assertThat(view.getState()).isEqualTo(State.CLOSED);
    }

    private void trial(CircuitBreaker view) {
        long began = view.getCurrentTimestamp();
        granted.incrementAndGet();
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        LockSupport.parkNanos(500_000);
        running.decrementAndGet();
        if (ThreadLocalRandom.current().nextBoolean()) {
            view.releasePermission();
        } else {
            view.onError(
                    view.getCurrentTimestamp() - began,
                    TimeUnit.NANOSECONDS,
                    new UnsupportedOperationException("ignored"));
        }
    }

    @Test
    void breakerIsNeverStuck() {
        LiveBreaker live = breaker(Duration.ofMillis(20), Duration.ofMillis(60));
        CircuitBreaker view = live.view();

        start(() -> call(view));
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(150_000_000);
            down = !down;
        }
        down = false;

        await().atMost(Duration.ofSeconds(5)).until(() -> view.getState() == State.CLOSED);
        assertThat(opened.get()).as("times it opened").isGreaterThan(2);
    }

    private void call(CircuitBreaker view) {
        while (!stop) {
            try {
                view.executeRunnable(this::backend);
            } catch (CallNotPermittedException e) {
                LockSupport.parkNanos(50_000_000);
            } catch (RuntimeException e) {
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    /** Fails while it is down; of a hundred calls ten are ignored, and two hang for longer than trials may take. */
    private void backend() {
        int chance = ThreadLocalRandom.current().nextInt(100);
        LockSupport.parkNanos(chance < 2 ? 100_000_000 : 5_000_000);
        if (chance >= 90) {
            throw new UnsupportedOperationException("ignored");
        }
        if (down) {
            throw new IllegalStateException("down");
        }
    }
}
