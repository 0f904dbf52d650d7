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

    private final int port;
    private final Limits limits;
    private final RedisMaker maker;
    private final PoolEngine<Jedis> engine;
    private final RedisView view;

    /** To the server at this port. */
    public RedisVictim(int port, Limits limits, ThreadPools threads) {
        this.port = port;
        this.limits = limits;
        this.maker = new RedisMaker("cache", settings(0));
        this.engine = new PoolEngine<>("cache", maker, Victim.sizes(limits));
        engine.work(new ThreadsWork(threads));
        this.view = new RedisView(new PoolView<>("redis", engine, new Borrower("shop 1.0.0")));
    }

    private RedisMaker.Settings settings(int variant) {
        return new RedisMaker.Settings(
                new HostAndPort("127.0.0.1", port),
                0,
                "variant" + variant,
                (int) limits.connect().toMillis(),
                (int) limits.answer().toMillis(),
                Credentials.NONE);
    }

    /** The variant is the name that it connects with: other connections, as {@link RedisPool} does it. */
    @Override
    public void settings(PoolSettings sizes, int variant) {
        engine.settings(sizes);
        maker.settings(settings(variant));
        engine.drain();
        engine.revive();
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
