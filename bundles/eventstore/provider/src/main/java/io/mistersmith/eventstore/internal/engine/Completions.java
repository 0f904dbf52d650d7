package io.mistersmith.eventstore.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries completions from the committer to callers' code, on a pool and never on the committer.
 *
 * <p>A few tasks empty one queue, so a caller's code that blocks delays only itself. Nothing is lost: if the pool refuses a
 * task, or fails in whatever way, the task runs on a {@link LastResort}. If even that cannot get a thread, the completions
 * stay queued and {@link #retry} sends them. If the pool went away with tasks that it had accepted, {@link #renew} sends new
 * ones. Bounded by what the committer's intake admits.
 */
public final class Completions {

    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);
    /** A task gives the pool's thread back after this number of completions. */
    private static final int AT_ONCE = 1_024;

    private static final Duration IDLE = Duration.ofSeconds(1);

    /** The tasks sent to one pool; those lost with it are counted here and nowhere else. */
    private static final class Crew {
        final AtomicInteger running = new AtomicInteger();
    }

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final Executor lastResort;
    private volatile Executor pool;
    private final int parallelism;
    private volatile Crew crew = new Crew();
    /** Whether a failure was logged that is not over yet; it would be logged with every commit otherwise. */
    private volatile boolean failing;

    public Completions(Executor pool, int parallelism) {
        this(pool, parallelism, new LastResort(parallelism, IDLE));
    }

    Completions(Executor pool, int parallelism, Executor lastResort) {
        this.pool = pool;
        this.parallelism = parallelism;
        this.lastResort = lastResort;
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

    /** Whether completions wait although no task is left to run them, because no thread was to be had. */
    public boolean stranded() {
        return crew.running.get() == 0 && !queue.isEmpty();
    }

    /** Sends a task for completions that are {@link #stranded}. */
    public void retry() {
        if (stranded()) {
            send(crew);
        }
    }

    /** The pool was replaced or closed: tasks that it accepted may never run. */
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
        Task task = new Task(to);
        if (!sent(pool, task) && !sent(lastResort, task)) {
            task.cancel();
        }
    }

    /** Any throwable counts as a refusal: the executor is foreign code, and its caller is the committer. */
    private boolean sent(Executor executor, Task task) {
        try {
            executor.execute(task);
            if (failing && executor == pool) {
                failing = false;
            }
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        } catch (Throwable e) {
            if (!failing) {
                failing = true;
                Guarded.log(() -> LOG.warn("Could not hand completions to a pool, other threads run them", e));
            }
            return false;
        }
    }

    /** Empties the queue, once: an executor may throw although it accepted the task, which then goes to another too. */
    private final class Task implements Runnable {

        private final Crew crew;
        private final AtomicBoolean begun = new AtomicBoolean();

        Task(Crew crew) {
            this.crew = crew;
        }

        void cancel() {
            if (begun.compareAndSet(false, true)) {
                crew.running.decrementAndGet();
            }
        }

        @Override
        public void run() {
            if (!begun.compareAndSet(false, true)) {
                return;
            }
            try {
                for (int i = 0; i < AT_ONCE; i++) {
                    Runnable next = queue.poll();
                    if (next == null) {
                        break;
                    }
                    tell(next);
                }
            } finally {
                crew.running.decrementAndGet();
            }
            // What was added between the last look and the decrement found every place taken, so look once more.
            if (!queue.isEmpty()) {
                send(crew);
            }
        }
    }

    private static void tell(Runnable completion) {
        try {
            completion.run();
        } catch (Throwable e) {
            Guarded.log(() -> LOG.warn("A caller's code failed while it was notified of a commit", e));
        }
    }
}
