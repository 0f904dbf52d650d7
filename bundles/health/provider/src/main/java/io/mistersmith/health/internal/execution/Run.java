package io.mistersmith.health.internal.execution;

import io.mistersmith.threads.Job;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One answer that a check is asked for. Everybody who wants to know meanwhile waits for this one.
 *
 * <p>WAITING --perform--&gt; RUNNING --perform--&gt; ENDED
 * <br>WAITING --withdraw--&gt; ENDED
 */
final class Run {

    private enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    private final OneCheck check;
    private final long askedNanos = System.nanoTime();
    private final long askedMillis;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<Optional<Outcome>> outcome = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable Job<?> job;
    private volatile boolean cancelled;

    Run(OneCheck check, long askedMillis) {
        this.check = check;
        this.askedMillis = askedMillis;
    }

    OneCheck check() {
        return check;
    }

    long askedMillis() {
        return askedMillis;
    }

    long ageNanos() {
        return System.nanoTime() - askedNanos;
    }

    /** True for one caller, who has to see that it is performed. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    boolean waiting() {
        return state.get() == State.WAITING;
    }

    boolean running() {
        return state.get() == State.RUNNING;
    }

    boolean done() {
        return outcome.isDone();
    }

    /** Asks the check, on this thread, unless another has begun to or it was withdrawn. */
    void perform() {
        if (state.compareAndSet(State.WAITING, State.RUNNING)) {
            long beganNanos = System.nanoTime();
            var said = check.ask();
            state.set(State.ENDED);
            check.ended(this, said, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
        }
    }

    /** Keeps it from beginning; false if it has begun. Whoever withdraws it ends it. */
    boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.ENDED);
    }

    /** Tells those who wait; empty: the check is gone. */
    void end(Optional<Outcome> now) {
        outcome.complete(now);
    }

    /** What it runs as. */
    void job(Job<?> given) {
        job = given;
        if (cancelled) {
            boolean unused = given.cancel();
        }
    }

    /** The check is gone: interrupts who runs it, and lets nobody wait for it any longer. */
    void cancel() {
        cancelled = true;
        boolean unused = withdraw();
        Job<?> running = job;
        if (running != null) {
            boolean unusedToo = running.cancel();
        }
        end(Optional.empty());
    }

    /** Waits for so long since it was asked for; false if that was not enough. */
    boolean await(long nanos) {
        try {
            var unused = outcome.get(Math.max(0, nanos - ageNanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }

    /** What it came to; empty: nothing yet, or the check is gone. */
    Optional<Outcome> outcome() {
        return outcome.getNow(Optional.empty());
    }
}
