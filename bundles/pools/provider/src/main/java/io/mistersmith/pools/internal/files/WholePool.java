package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.Holder;
import io.mistersmith.pools.Pool;
import io.mistersmith.pools.PoolStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What is told of the whole pool and done to it, whatever file one came by. */
class WholePool implements Pool {

    final FileEngine engine;

    WholePool(FileEngine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public PoolStatus status() {
        return engine.status();
    }

    @Override
    public List<Holder> holders() {
        return engine.holders();
    }

    @Override
    public void resize(int min, int max) {
        engine.resize(min, max);
    }

    @Override
    public int evict() {
        return engine.evict();
    }

    @Override
    public CompletionStage<Void> drain() {
        return engine.drain();
    }
}
