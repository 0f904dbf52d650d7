package io.mistersmith.pools.internal;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.Widgets.Widget;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.testkit.PoolContract;
import io.mistersmith.testkit.RealThreadPools;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;

class GenericPoolContractTest extends PoolContract<Widget> {

    private static final RealThreadPools THREADS = RealThreadPools.unbounded();

    @AfterAll
    static void end() {
        THREADS.close();
    }

    static PoolSettings settings(Wish wish) {
        return new PoolSettings(
                0,
                wish.max(),
                10_000,
                wish.acquireTimeout(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofMillis(10),
                Duration.ofSeconds(5),
                wish.leakThreshold(),
                wish.leakReclaim());
    }

    @Override
    protected Subject<Widget> open(Wish wish) {
        PoolEngine<Widget> engine = new PoolEngine<>("widgets", new Widgets(), settings(wish));
        engine.work(new ThreadsWork(THREADS));
        Map<String, Borrower> borrowers = new ConcurrentHashMap<>();
        return new Subject<>() {
            @Override
            public ResourcePool<Widget> of(String bundle) {
                return new PoolView<>("generic", engine, borrowers.computeIfAbsent(bundle, Borrower::new));
            }

            @Override
            public void stop(String bundle) {
                Borrower borrower = borrowers.get(bundle);
                if (borrower != null) {
                    borrower.stopped();
                    engine.stop(borrower);
                }
            }

            @Override
            public void close() {
                engine.close();
                engine.takeBackAllAfter(Duration.ofMinutes(1));
            }
        };
    }

    @Override
    protected boolean works(Widget resource) {
        return !resource.destroyed;
    }
}
