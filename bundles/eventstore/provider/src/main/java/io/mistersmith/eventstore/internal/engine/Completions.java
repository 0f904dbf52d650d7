package io.mistersmith.eventstore.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries completions from the committer to callers' code, on a pool and never on the committer.
 *
 * <p>A few tasks empty one queue, so a caller's code that blocks holds up itself and no other. Nothing is lost: when the pool
 * refuses a task, it runs on a {@link LastResort}, which refuses none; when the pool went away with tasks that it had taken,
 * {@link #renew} sends new ones. Bounded by what the committer's intake admits.
 */
public final class Completions {

    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);
    /** After so many a task lets others use the pool's thread. */
    private static final int AT_ONCE = 1_024;

    private static final Duration IDLE = Duration.ofSeconds(1);

    /** The tasks sent to one pool; those lost with it are counted here and nowhere else. */
    private static final class Crew {
        final AtomicInteger running = new AtomicInteger();
    }

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final LastResort lastResort;
    private volatile Executor pool;
    private final int parallelism;
    private volatile Crew crew = new Crew();

    public Completions(Executor pool, int parallelism) {
        this.pool = pool;
        this.parallelism = parallelism;
        this.lastResort = new LastResort(parallelism, IDLE);
    }

    /** Has these run soon, each once; they begin in this order. Does not block. */
    public void add(List<? extends Runnable> completions) {
        queue.addAll(completions);
        Crew now = crew;
        int wanted = Math.min(parallelism, completions.size());
        for (int i = 0; i < wanted; i++) {
            send(now);
        }
    }

    /** The pool was replaced or closed: tasks that it took may never run. */
    public void renew() {
        Crew fresh = new Crew();
        crew = fresh;
        if (!queue.isEmpty()) {
            send(fresh);
        }
    }

    /** From here on the pool is not used any more: its owner is about to end, and tasks with it. */
    public void leavePool() {
        pool = lastResort;
        renew();
    }

    private void send(Crew to) {
        if (to.running.incrementAndGet() > parallelism) {
            to.running.decrementAndGet();
            return;
        }
        Runnable task = () -> drain(to);
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            lastResort.execute(task);
        }
    }

    private void drain(Crew from) {
        for (int i = 0; i < AT_ONCE; i++) {
            Runnable next = queue.poll();
            if (next == null) {
                break;
            }
            run(next);
        }
        from.running.decrementAndGet();
        // What was added between the last look and the decrement found every place taken, so look once more.
        if (!queue.isEmpty()) {
            send(from);
        }
    }

    private static void run(Runnable completion) {
        try {
            completion.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A caller's code failed while it was told of a commit", e);
        }
    }
}
