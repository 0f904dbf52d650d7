package io.mistersmith.health.internal.execution;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The threads of some checks: a few of pool io at a time, so that checks that hang leave the rest of the pool to others. Those that
 * wait for one are at most as many as there are checks. Thread-safe; holds no lock while a check runs.
 */
final class Lanes {

    /** A check is not interrupted for being late, as it may be in the middle of something: only when it goes. */
    private static final Duration ENDLESS = Duration.ofDays(365);

    private static final String NO_POOLS = "no thread to ask it on: the thread pools are off or being replaced";

    private final Deque<Run> waiting = new ArrayDeque<>(); // guarded by this
    private final Set<Run> holding = new LinkedHashSet<>(); // guarded by this
    private @Nullable ThreadPools pools; // guarded by this
    private int most = 1; // guarded by this

    void most(int threads) {
        synchronized (this) {
            most = threads;
        }
        dispatch();
    }

    /** Null: none at present; what waits for a thread is told so. */
    void pools(@Nullable ThreadPools now) {
        List<Run> stranded = new ArrayList<>();
        synchronized (this) {
            pools = now;
            if (now == null) {
                stranded.addAll(waiting);
                waiting.clear();
            }
        }
        stranded.forEach(run -> refuse(run, NO_POOLS));
        dispatch();
    }

    /** Lets a run have a thread, as soon as one is free. Without pools, checks of ours run on this one. */
    void submit(Run run) {
        boolean none;
        synchronized (this) {
            none = pools == null;
            if (!none) {
                waiting.add(run);
            }
        }
        if (!none) {
            dispatch();
        } else if (run.check().description().ours()) {
            run.perform();
        } else {
            refuse(run, NO_POOLS);
        }
    }

    /** It need not wait any longer; if it holds a thread, it does so until it ends. */
    synchronized void forget(Run run) {
        waiting.remove(run);
    }

    /** Who holds threads, and why others wait. */
    synchronized String holders() {
        return holding.isEmpty()
                ? "pool io is busy"
                : holding.stream().map(run -> run.check().name()).collect(Collectors.joining(", ")) + " hold the "
                        + most + " of health (check.threads)";
    }

    private void dispatch() {
        while (true) {
            Run next;
            ThreadPools now;
            synchronized (this) {
                now = pools;
                if (now == null || waiting.isEmpty() || holding.size() >= most) {
                    return;
                }
                next = waiting.remove();
                holding.add(next);
            }
            start(now, next);
        }
    }

    private void start(ThreadPools now, Run run) {
        try {
            Job<Boolean> job = now.io()
                    .submit(
                            () -> {
                                try {
                                    run.perform();
                                } finally {
                                    release(run);
                                }
                                return true;
                            },
                            ENDLESS);
            run.job(job);
            var unused = job.result().whenComplete((ended, failure) -> {
                if (failure != null) {
                    withdrawn(run);
                }
            });
        } catch (RejectedExecutionException e) {
            free(run); // the caller goes on with those that wait
            refuse(run, "no thread to ask it on: " + e.getMessage());
        } catch (Throwable e) { // such as an OutOfMemoryError for a new thread: the place must not be lost
            free(run);
            refuse(run, "no thread to ask it on: " + e);
        }
    }

    /** The pool ended, or the check went: if it had not begun, it never will, and its thread is free. */
    private void withdrawn(Run run) {
        if (run.withdraw()) {
            run.check().failed(run, NO_POOLS);
        }
        if (!run.running()) {
            release(run);
        }
    }

    private void release(Run run) {
        free(run);
        dispatch();
    }

    private synchronized void free(Run run) {
        holding.remove(run);
    }

    private static void refuse(Run run, String why) {
        if (run.withdraw()) {
            run.check().failed(run, why);
        }
    }
}
