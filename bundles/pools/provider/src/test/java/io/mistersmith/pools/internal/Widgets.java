package io.mistersmith.pools.internal;

import io.mistersmith.pools.internal.engine.Maker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes things that count themselves, and fails or hangs when told to. */
public final class Widgets implements Maker<Widgets.Widget> {

    /** A thing. */
    public static final class Widget {

        volatile boolean destroyed;
        volatile boolean broken;
    }

    public final Set<Widget> alive = ConcurrentHashMap.newKeySet();
    public final AtomicInteger made = new AtomicInteger();
    public final AtomicInteger checks = new AtomicInteger();
    public final AtomicInteger makingNow = new AtomicInteger();
    public final AtomicInteger makingMost = new AtomicInteger();
    public volatile @Nullable RuntimeException failure;
    public volatile @Nullable CountDownLatch hangs;

    @Override
    public Widget make() throws InterruptedException {
        makingMost.accumulateAndGet(makingNow.incrementAndGet(), Math::max);
        try {
            CountDownLatch until = hangs;
            if (until != null && !until.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("hung for " + Duration.ofSeconds(60));
            }
            RuntimeException now = failure;
            if (now != null) {
                throw now;
            }
            Widget widget = new Widget();
            alive.add(widget);
            made.incrementAndGet();
            return widget;
        } finally {
            makingNow.decrementAndGet();
        }
    }

    @Override
    public boolean healthy(Widget resource) {
        checks.incrementAndGet();
        return !resource.broken;
    }

    @Override
    public void destroy(Widget resource) {
        resource.destroyed = true;
        alive.remove(resource);
    }
}
