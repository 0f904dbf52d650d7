package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.internal.ContractSubject;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.testkit.PoolContract;
import io.mistersmith.testkit.RealThreadPools;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

class RedisPoolContractTest extends PoolContract<Jedis> {

    private static final RealThreadPools THREADS = RealThreadPools.unbounded();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static RealRedis redis;

    @BeforeAll
    static void begin() throws IOException {
        redis = new RealRedis();
    }

    @AfterAll
    static void end() throws IOException {
        THREADS.close();
        redis.close();
    }

    @Override
    protected Subject<Jedis> open(Wish wish) {
        PoolSettings settings = ContractSubject.settings(wish);
        RedisMaker maker = new RedisMaker(
                "redis",
                new RedisMaker.Settings(
                        new HostAndPort("127.0.0.1", redis.port()), 0, "contract", 2_000, 2_000, Credentials.NONE));
        PoolEngine<Jedis> engine = new PoolEngine<>("redis", maker, settings);
        engine.work(new ThreadsWork(THREADS));
        return new ContractSubject<>(engine, by -> new RedisView(new PoolView<>("redis", engine, by)), engine::close);
    }

    @Override
    protected boolean works(Jedis resource) {
        return "PONG".equals(resource.ping());
    }
}
