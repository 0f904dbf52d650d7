package io.mistersmith.framework.leaving;

import io.mistersmith.threads.Pool;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives tasks of every kind to the pools, and ends none of them; its figures outlive it. */
@Component(property = "name=leaving")
public final class Leaving implements Supplier<AtomicLongArray> {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ThreadLocal<Leaving> LEFT_BEHIND = new ThreadLocal<>();

    /** 0: began, 1: interrupted, 2: queued tasks that ran, 3: runs of the timer, 4: jobs that ended, 5: thread locals set. */
    private final AtomicLongArray figures = new AtomicLongArray(6);

    private final CountDownLatch never = new CountDownLatch(1);

    @Activate
    public Leaving(@Reference ThreadPools pools) {
        Pool single = pools.named("single");
        single.execute(this::run);
        single.execute(() -> figures.incrementAndGet(2));
        var unusedResult = single.submit(() -> figures.incrementAndGet(2), LONG)
                .result()
                .whenComplete((value, failure) -> figures.incrementAndGet(4));
        var unusedTimer = pools.every(Duration.ofMillis(5), () -> figures.incrementAndGet(3));
        pools.compute().execute(this::leave);
        pools.blocking().execute(this::leave);
    }

    private void run() {
        figures.incrementAndGet(0);
        try {
            never.await();
        } catch (InterruptedException e) {
            figures.incrementAndGet(1);
        }
    }

    private void leave() {
        LEFT_BEHIND.set(this);
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        figures.incrementAndGet(5);
    }

    @Override
    public AtomicLongArray get() {
        return figures;
    }
}
