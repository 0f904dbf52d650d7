package io.mistersmith.threads.internal.engine;

import io.mistersmith.threads.CancellableTask;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A task is submitted to a work-stealing pool, at the moment the pool closes and its owner cancels it. The first figure counts
 * its runs, the second the notices that it will not run: the rejection, the withdrawal by its owner, and the pool's.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "it ran")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was rejected or cancelled, and somebody knows")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "it was rejected, and its owner cancelled it as well")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "lost: who waits for it waits for ever")
@Outcome(expect = Expect.FORBIDDEN, desc = "it ran more than once, or ran although somebody was told that it would not")
@State
public class TaskCloseStress {

    private static final PoolSettings ONE = new PoolSettings(1, 100, Duration.ofSeconds(1), 0);
    private static final Owner OWNER = new Owner("stress");

    private final CorePool pool = CorePool.stealing("closing", ONE);
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger notices = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final PoolTask task = new PoolTask(pool, OWNER, new CancellableTask() {
        @Override
        public void run() {
            runs.incrementAndGet();
            ended.countDown();
        }

        @Override
        public void cancelled() {
            notice();
        }
    });

    private void notice() {
        notices.incrementAndGet();
        ended.countDown();
    }

    @Actor
    public void submitter() {
        try {
            pool.submit(task);
        } catch (RejectedExecutionException e) {
            notice();
        }
    }

    @Actor
    public void closerAndCanceller() {
        pool.shutdown();
        pool.shutdownNow();
        if (task.withdraw()) {
            notice();
        }
    }

    @Arbiter
    public void look(II_Result seen) {
        try {
            boolean unused = ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seen.r1 = runs.get();
        seen.r2 = notices.get();
    }
}
