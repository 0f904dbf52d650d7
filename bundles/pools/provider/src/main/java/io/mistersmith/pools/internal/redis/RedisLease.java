package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.Lease;
import redis.clients.jedis.Jedis;

/** A connection while it is borrowed. It is not lent again if it is broken or its state cannot be restored. */
final class RedisLease implements Lease<Jedis> {

    private final Lease<Jedis> lease;
    private final Jedis jedis;

    RedisLease(Lease<Jedis> lease) {
        this.lease = lease;
        this.jedis = lease.get();
    }

    @Override
    public Jedis get() {
        return lease.get();
    }

    @Override
    public void invalidate() {
        lease.invalidate();
    }

    @Override
    public void close() {
        if (isClean()) {
            lease.close();
        } else {
            lease.invalidate();
        }
    }

    private boolean isClean() {
        try {
            if (jedis.isBroken()) {
                return false;
            }
            jedis.resetState(); // its own open pipeline, transaction and watch
            return ((TrackedConnection) jedis.getConnection()).restore();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
