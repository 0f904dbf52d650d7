package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.faults.Victim;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A pool of connections to a Redis. */
public final class RedisVictim implements Victim<Jedis> {

    private final PoolEngine<Jedis> engine;
    private final RedisView view;

    /** To the server at this port. */
    public RedisVictim(int port, Limits limits, ThreadPools threads) {
        PoolSettings shipped = PoolSettings.of(limits.size(), limits.size());
        RedisMaker maker = new RedisMaker(
                "cache",
                new RedisMaker.Settings(
                        new HostAndPort("127.0.0.1", port),
                        0,
                        "victim",
                        (int) limits.connect().toMillis(),
                        (int) limits.answer().toMillis(),
                        Credentials.NONE));
        this.engine = new PoolEngine<>(
                "cache",
                maker,
                new PoolSettings(
                        limits.size(),
                        limits.size(),
                        shipped.maxWaiting(),
                        limits.acquire(),
                        shipped.idleTimeout(),
                        shipped.maxLifetime(),
                        shipped.checkInterval(),
                        shipped.validateAfter(),
                        shipped.evictionInterval(),
                        shipped.callTimeout(),
                        shipped.leakThreshold(),
                        shipped.leakReclaim()));
        engine.work(new ThreadsWork(threads));
        this.view = new RedisView(new PoolView<>("redis", engine, new Borrower("shop 1.0.0")));
    }

    @Override
    public ResourcePool<Jedis> pool() {
        return view;
    }

    @Override
    public void call(Jedis jedis, String text) throws WrongAnswerException {
        String answer = jedis.ping(text);
        if (!text.equals(answer)) {
            throw new WrongAnswerException(text, answer);
        }
    }

    @Override
    public void close() {
        engine.close();
        engine.takeBackAllAfter(Duration.ZERO);
    }
}
