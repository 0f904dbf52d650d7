package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.Lease;
import redis.clients.jedis.Jedis;

/** A connection while it is borrowed. A broken one is not lent again, nor what a transaction was left open on. */
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
            jedis.resetState();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
