package io.mistersmith.resilience.internal.breaker;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.mistersmith.resilience.internal.core.EventHub;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * One breaker for all its users. resilience4j's own cannot change its settings, so with each change a new one takes its
 * place below; the state goes with it, the window of calls begins anew.
 *
 * <p>Three things are ours, all about trial calls (half-open). Their time is kept here, by whoever is refused or looks, because
 * the library would make a thread for it. A trial that is given up gives its place back, if it is known to be one: {@link Trials}.
 * And what was called before the breaker opened, but ends while trials run, says
 * nothing about now and is not counted: the library would take its permission as returned, and let one trial too many through.
 * What tells them apart is the {@link LeapingClock}.
 *
 * <p>State changes are seen by whoever causes them, with one comparison per call, as a listener at the library would cost an
 * object per call.
 */
public final class LiveBreaker implements Instance<CircuitBreaker> {

    /** Told of each change of state, on the thread of the call that caused it; must not wait. */
    @FunctionalInterface
    public interface StateListener {
        void changed(String breaker, State before, State now);
    }

    private final String name;
    private final StateListener listener;
    private final EventHub<CircuitBreakerEvent> events = new EventHub<>();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LeapingClock clock = new LeapingClock();
    private final Trials trials = new Trials();
    private volatile Engine engine;
    private volatile State seen = State.CLOSED;
    private volatile long since = System.nanoTime();

    public LiveBreaker(String name, BreakerSettings settings, StateListener listener) {
        this.name = name;
        this.listener = listener;
        this.engine = Engine.of(name, settings);
        events.from(engine.breaker().getEventPublisher());
    }

    /** Changes the settings below the users. Settings that are the same change nothing. */
    public synchronized void settings(BreakerSettings settings) {
        Engine before = engine;
        if (before.settings().equals(settings)) {
            return;
        }
        Engine next = Engine.of(name, settings);
        next.begin(before.breaker().getState(), System.nanoTime() - since);
        events.from(next.breaker().getEventPublisher());
        clock.arm();
        clock.leap();
        engine = next;
        noticed();
    }

    boolean tryAcquire() {
        Engine now = engine;
        leapBeforeTrials(now);
        long opening = clock.opening();
        boolean permitted = now.breaker().tryAcquirePermission();
        if (!permitted) {
            lookAt(now);
            refused.increment();
            endTrialsThatTakeTooLong(now);
        } else if (seen != State.CLOSED) {
            admitted(now, opening);
        }
        return permitted;
    }

    void acquire() {
        if (!tryAcquire()) {
            throw CallNotPermittedException.createCallNotPermittedException(breaker());
        }
    }

    /** Who was let through before this opening, however late it comes to tell, has seen another number of it. */
    private void admitted(Engine now, long opening) {
        lookAt(now);
        if (now.breaker().getState() == State.HALF_OPEN && clock.opening() == opening) {
            trials.began(opening);
        }
    }

    /** Only a trial gives something back; what is not known to be one must not let one too many through. */
    void release() {
        if (trials.ended(clock.opening())) {
            engine.breaker().releasePermission();
        }
    }

    void failed(long duration, TimeUnit unit, Throwable thrown) {
        Engine now = engine;
        failed.increment();
        if (!isLate(now, duration, unit)) {
            now.breaker().onError(LeapingClock.real(duration, unit), unit, thrown);
            lookAt(now);
        }
    }

    void succeeded(long duration, TimeUnit unit) {
        Engine now = engine;
        succeeded.increment();
        if (seen == State.CLOSED || !isLate(now, duration, unit)) {
            now.breaker().onSuccess(LeapingClock.real(duration, unit), unit);
            lookAt(now);
        }
    }

    void ended(long duration, TimeUnit unit, Object result) {
        Engine now = engine;
        succeeded.increment();
        if (seen == State.CLOSED || !isLate(now, duration, unit)) {
            now.breaker().onResult(LeapingClock.real(duration, unit), unit, result);
            lookAt(now);
        }
    }

    long timestamp() {
        return clock.timestamp();
    }

    private boolean isLate(Engine now, long duration, TimeUnit unit) {
        if (now.breaker().getState() != State.HALF_OPEN) {
            return false;
        }
        boolean late = clock.isLate(duration, unit);
        if (!late) {
            trials.ended(clock.opening());
        }
        return late;
    }

    private void leapBeforeTrials(Engine now) {
        if (seen == State.OPEN
                && !clock.hasLeapt()
                && System.nanoTime() - since > now.settings().open().toNanos() / 2) {
            clock.leap();
        }
    }

    private void endTrialsThatTakeTooLong(Engine now) {
        if (seen == State.HALF_OPEN && tookTooLong(now) && claimTheirEnd(now)) {
            now.breaker().transitionToOpenState();
            noticed();
        }
    }

    /** True for one of those who see it. */
    private synchronized boolean claimTheirEnd(Engine now) {
        boolean still = breaker() == now.breaker() && now.breaker().getState() == State.HALF_OPEN && tookTooLong(now);
        if (still) {
            since = System.nanoTime();
        }
        return still;
    }

    private boolean tookTooLong(Engine now) {
        return System.nanoTime() - since > now.settings().trialsTime().toNanos();
    }

    private void lookAt(Engine now) {
        if (now.breaker().getState() != seen) {
            noticed();
        }
    }

    private synchronized void noticed() {
        State now = engine.breaker().getState();
        State before = seen;
        if (now == before) {
            return;
        }
        since = System.nanoTime();
        if (now == State.HALF_OPEN) {
            clock.leap();
        } else {
            clock.arm();
        }
        trials.forget();
        seen = now;
        listener.changed(name, before, now);
    }

    /** Does what an operator or a user asks for. */
    void change(Consumer<CircuitBreaker> change) {
        Engine asked = engine;
        change.accept(asked.breaker());
        Engine now = engine;
        if (now.breaker() != asked.breaker()) {
            change.accept(now.breaker());
        }
        noticed();
    }

    /** Lets trial calls through now. */
    void halfOpen() {
        clock.leap();
        change(CircuitBreaker::transitionToHalfOpenState);
    }

    /** Refuses every call until {@link #close} or {@link #reset}. */
    public void open() {
        change(CircuitBreaker::transitionToForcedOpenState);
    }

    /** Lets every call through again, and judges as before. */
    public void close() {
        change(CircuitBreaker::transitionToClosedState);
    }

    @Override
    public void reset() {
        change(CircuitBreaker::reset);
    }

    CircuitBreaker breaker() {
        return engine.breaker();
    }

    /** How it is; trials whose time is over have ended. */
    State stateNow() {
        endTrialsThatTakeTooLong(engine);
        return breaker().getState();
    }

    CircuitBreakerConfig config() {
        return engine.said();
    }

    EventHub<CircuitBreakerEvent> events() {
        return events;
    }

    @Override
    public Kind kind() {
        return Kind.BREAKER;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String state() {
        return stateNow().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    @Override
    public Map<String, Number> levels() {
        CircuitBreaker.Metrics metrics = breaker().getMetrics();
        Map<String, Number> levels = new LinkedHashMap<>();
        levels.put("state", stateNow().getOrder());
        levels.put("failure_percent", Math.max(0, metrics.getFailureRate()));
        levels.put("slow_percent", Math.max(0, metrics.getSlowCallRate()));
        levels.put("window_calls", metrics.getNumberOfBufferedCalls());
        return levels;
    }

    @Override
    public Map<String, Number> counts() {
        Map<String, Number> counts = new LinkedHashMap<>();
        counts.put("succeeded", succeeded.sum());
        counts.put("failed", failed.sum());
        counts.put("refused", refused.sum());
        return counts;
    }

    @Override
    public CircuitBreaker view() {
        return new BreakerView(this);
    }

    @Override
    public void drop(CircuitBreaker view) {
        if (view instanceof BreakerView one) {
            events.remove(one.listeners());
        }
    }
}
