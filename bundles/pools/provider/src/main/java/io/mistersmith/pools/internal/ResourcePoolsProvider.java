package io.mistersmith.pools.internal;

import io.mistersmith.pools.Holder;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePools;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Wiring of the pools as operators see them; the work is in {@link PoolSet}. */
@Component
public final class ResourcePoolsProvider implements ResourcePools {

    private final ResourcePools pools;

    /** Called by the component runtime. */
    @Activate
    public ResourcePoolsProvider(@Reference PoolsCore core) {
        pools = core.pools();
    }

    @Override
    public List<PoolStatus> pools() {
        return pools.pools();
    }

    @Override
    public PoolStatus pool(String name) {
        return pools.pool(name);
    }

    @Override
    public List<Holder> holders(String name) {
        return pools.holders(name);
    }

    @Override
    public PoolStatus resize(String name, int min, int max) {
        return pools.resize(name, min, max);
    }

    @Override
    public int evict(String name) {
        return pools.evict(name);
    }

    @Override
    public CompletionStage<Void> drain(String name) {
        return pools.drain(name);
    }
}
