package io.mistersmith.sourcing.internal;

import io.mistersmith.resilience.Backoff;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Whether a projection runs, waits or is stuck, why, and when it tries again. Thread-safe. */
final class Wellbeing {

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    private final Runnable again;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String state = "waiting";
    private volatile String problem = "";
    private volatile boolean backingOff;

    /** Calls this when it is time to try again. */
    Wellbeing(Runnable again) {
        this.again = again;
    }

    String state() {
        return state;
    }

    String problem() {
        return problem;
    }

    /** Whether a wait is going on, after which it is tried again. */
    boolean backingOff() {
        return backingOff;
    }

    /** Ends the wait, if there is one. */
    void tryNow() {
        backingOff = false;
    }

    /**
     * All is well.
     *
     * @return whether it was not before
     */
    boolean running() {
        boolean recovered = failures.getAndSet(0) > 0;
        problem = "";
        state = "running";
        return recovered;
    }

    /** Something is missing; whoever brings it says so. */
    void waiting(String why) {
        state = "waiting";
        problem = why;
    }

    /**
     * Tries again after a wait that doubles each time, with jitter; without pools, when they come; and at once if the pools end
     * before the wait does.
     */
    void retry(@Nullable ThreadPools threads, String newState, String why, Duration longest) {
        state = newState;
        problem = why;
        Duration wait = new Backoff(FIRST_WAIT, longest).delay(failures.incrementAndGet());
        if (threads == null) {
            return;
        }
        backingOff = true;
        try {
            var unused = threads.after(wait, again::run).result().whenComplete((nothing, failure) -> {
                if (failure != null) {
                    again.run();
                }
            });
        } catch (Throwable e) { // rejected, or no memory for a thread
            backingOff = false; // the next commit or the next pools wake it
        }
    }
}
