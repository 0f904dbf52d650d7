package io.mistersmith.pools.internal.faults;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.Widgets;
import io.mistersmith.pools.internal.Widgets.Widget;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A pool of things in memory; they need no server. */
final class WidgetVictim implements Victim<Widget> {

    private final Widgets widgets = new Widgets();
    private final PoolEngine<Widget> engine;

    WidgetVictim(Limits limits, ThreadPools threads) {
        engine = new PoolEngine<>("widgets", widgets, Victim.sizes(limits));
        engine.work(new ThreadsWork(threads));
    }

    @Override
    public void settings(PoolSettings sizes, int variant) {
        engine.settings(sizes);
        if (variant > 1) {
            engine.drain();
        }
    }

    @Override
    public ResourcePool<Widget> pool() {
        return new PoolView<>("generic", engine, new Borrower("shop 1.0.0"));
    }

    @Override
    public void call(Widget widget, String text) throws WrongAnswerException {
        LockSupport.parkNanos(100_000);
        if (!widgets.alive.contains(widget)) {
            throw new WrongAnswerException(text, "destroyed");
        }
    }

    @Override
    public void close() {
        engine.close();
        engine.takeBackAllAfter(Duration.ZERO);
    }
}
