package io.mistersmith.pools;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All pools, as operators see them. Thread-safe; never slows who borrows.
 *
 * <p>Every method with a name throws {@link IllegalArgumentException} if there is no pool of that name; the message lists those
 * there are.
 */
@ProviderType
public interface ResourcePools {

    /** Every pool, sorted by name. */
    List<PoolStatus> pools();

    /** One pool. */
    PoolStatus pool(String name);

    /** Who holds what of one pool, oldest first. */
    List<Holder> holders(String name);

    /** As {@link ResourcePool#resize}. */
    PoolStatus resize(String name, int min, int max);

    /** As {@link ResourcePool#evict}. */
    int evict(String name);

    /** As {@link ResourcePool#drain}. */
    CompletionStage<Void> drain(String name);
}
