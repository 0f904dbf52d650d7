package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.Holder;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.Jedis;

/** A pool whose connections are clean when they come back. */
final class RedisView implements ResourcePool<Jedis> {

    private final ResourcePool<Jedis> pool;

    RedisView(ResourcePool<Jedis> pool) {
        this.pool = pool;
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public Lease<Jedis> acquire() throws InterruptedException {
        return new RedisLease(pool.acquire());
    }

    @Override
    public Lease<Jedis> acquire(Duration timeout) throws InterruptedException {
        return new RedisLease(pool.acquire(timeout));
    }

    @Override
    public CompletionStage<Lease<Jedis>> acquireAsync() {
        return pool.acquireAsync().thenApply(RedisLease::new);
    }

    @Override
    public PoolStatus status() {
        return pool.status();
    }

    @Override
    public List<Holder> holders() {
        return pool.holders();
    }

    @Override
    public void resize(int min, int max) {
        pool.resize(min, max);
    }

    @Override
    public int evict() {
        return pool.evict();
    }

    @Override
    public CompletionStage<Void> drain() {
        return pool.drain();
    }
}
