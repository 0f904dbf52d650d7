package io.mistersmith.pools.internal;

import io.mistersmith.pools.internal.Widgets.Widget;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.testkit.PoolContract;
import io.mistersmith.testkit.RealThreadPools;
import org.junit.jupiter.api.AfterAll;

class GenericPoolContractTest extends PoolContract<Widget> {

    private static final RealThreadPools THREADS = RealThreadPools.unbounded();

    @AfterAll
    static void end() {
        THREADS.close();
    }

    @Override
    protected Subject<Widget> open(Wish wish) {
        PoolEngine<Widget> engine = new PoolEngine<>("widgets", new Widgets(), ContractSubject.settings(wish));
        engine.work(new ThreadsWork(THREADS));
        return new ContractSubject<>(engine, by -> new PoolView<>("generic", engine, by), engine::close);
    }

    @Override
    protected boolean works(Widget resource) {
        return !resource.destroyed;
    }
}
