package io.mistersmith.pools.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.testkit.RealThreadPools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** State that one borrower leaves on a connection does not reach the next. Over a real Redis, in a pool of one connection. */
@Timeout(60)
class RedisResetTest {

    private static final int DATABASE = 2;
    private static final int SOCKET_MILLIS = 500;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static RealRedis redis;

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private final PoolEngine<Jedis> engine = new PoolEngine<>(
            "reset",
            new RedisMaker(
                    "reset",
                    new RedisMaker.Settings(
                            new HostAndPort("127.0.0.1", redis.port()),
                            DATABASE,
                            "mistersmith-reset",
                            1_000,
                            SOCKET_MILLIS,
                            Credentials.NONE)),
            PoolSettings.of(0, 1));
    private final ResourcePool<Jedis> pool = new RedisView(new PoolView<>("redis", engine, new Borrower("shop 1.0.0")));

    @BeforeAll
    static void begin() throws IOException {
        redis = new RealRedis();
        try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
            jedis.aclSetUser("guest", "on", ">pass", "+@all", "~*", "&*");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @AfterEach
    void end() {
        engine.close();
        threads.close();
    }

    /** What the server tells of the connection, without what changes by itself. */
    private static Map<String, String> state(Jedis jedis) {
        Map<String, String> state = new TreeMap<>();
        for (String pair : jedis.clientInfo().trim().split(" ")) {
            String[] both = pair.split("=", 2);
            if (List.of("name", "db", "sub", "psub", "ssub", "multi", "watch", "flags", "user", "resp", "redir")
                    .contains(both[0])) {
                state.put(both[0], both[1]);
            }
        }
        return state;
    }

    private static Arguments left(String what, Consumer<Jedis> use) {
        return Arguments.of(what, use);
    }

    private static ProtocolCommand raw(String command) {
        return () -> command.getBytes(StandardCharsets.UTF_8);
    }

    /** Older servers do not have every command, and some are for clusters. */
    private static void ifKnown(Jedis jedis, ProtocolCommand command, String... arguments) {
        try {
            jedis.sendCommand(command, arguments);
        } catch (JedisDataException e) {
            assertThat(e).hasMessageStartingWith("ERR");
        }
    }

    static Stream<Arguments> leftovers() {
        return Stream.of(
                left("select", jedis -> jedis.select(3)),
                left("raw select", jedis -> jedis.sendCommand(raw("select"), "3")),
                left("auth", jedis -> jedis.auth("guest", "pass")),
                left("name", jedis -> jedis.clientSetname("leftover")),
                left("multi", Jedis::multi),
                left("raw multi", jedis -> jedis.sendCommand(Command.MULTI)),
                left("raw multi in small letters, with a command", jedis -> {
                    jedis.sendCommand(raw("Multi"));
                    jedis.sendCommand(Command.SET, "leftover", "1");
                }),
                left("watch", jedis -> jedis.watch("key")),
                left("raw watch", jedis -> jedis.sendCommand(Command.WATCH, "key")),
                left("pipeline", jedis -> {
                    Pipeline pipeline = jedis.pipelined();
                    pipeline.get("a");
                    pipeline.select(5);
                }),
                left("unread reply", jedis -> jedis.getConnection().sendCommand(Command.ECHO, "leftover")),
                left("subscription", jedis -> jedis.getConnection().sendCommand(Command.SUBSCRIBE, "news")),
                left("read subscription", jedis -> {
                    jedis.getConnection().sendCommand(Command.PSUBSCRIBE, "n*");
                    jedis.getConnection().getOne();
                }),
                left("monitor", jedis -> jedis.sendCommand(Command.MONITOR)),
                left("no replies", jedis -> jedis.getConnection().sendCommand(Command.CLIENT, "REPLY", "OFF")),
                left("one reply less", jedis -> jedis.getConnection().sendCommand(Command.CLIENT, "reply", "skip")),
                left("no eviction", jedis -> ifKnown(jedis, Command.CLIENT, "NO-EVICT", "ON")),
                left("tracking", jedis -> {
                    jedis.getConnection().sendCommand(Command.CLIENT, "TRACKING", "ON", "BCAST");
                    jedis.getConnection().getOne();
                }),
                left("protocol", jedis -> {
                    jedis.getConnection().sendCommand(Command.HELLO, "3");
                    jedis.getConnection().getOne();
                }),
                left("reset", jedis -> jedis.sendCommand(raw("RESET"))),
                left("quit", jedis -> jedis.sendCommand(raw("QUIT"))),
                left("read-only", jedis -> ifKnown(jedis, raw("READONLY"))),
                left("disconnected", Jedis::disconnect),
                left("closed", Jedis::close),
                left("connected again without its login", jedis -> {
                    jedis.disconnect();
                    jedis.ping();
                }),
                left("timeout", jedis -> jedis.getConnection().setSoTimeout(60_000)),
                left("no timeout", jedis -> jedis.getConnection().setTimeoutInfinite()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leftovers")
    void theNextBorrowerFindsTheConnectionAsItWas(String what, Consumer<Jedis> use) throws Exception {
        engine.work(new ThreadsWork(threads));
        Map<String, String> before;
        try (Lease<Jedis> lease = pool.acquire(Duration.ofSeconds(10))) {
            before = state(lease.get());
            use.accept(lease.get());
        }

        try (Lease<Jedis> lease = pool.acquire(Duration.ofSeconds(10))) {
            Jedis jedis = lease.get();
            assertThat(state(jedis)).as(what).isEqualTo(before);
            assertThat(jedis.set("key", what)).isEqualTo("OK");
            assertThat(jedis.get("key")).isEqualTo(what);
            assertThat(jedis.getConnection().getSoTimeout()).isEqualTo(SOCKET_MILLIS);
            assertThat(jedis.exists("leftover")).isFalse();
        }
        assertThat(engine.census().status("redis").active()).isZero();
    }

    @Test
    void ordinaryUseKeepsTheConnection() throws Exception {
        engine.work(new ThreadsWork(threads));
        List<Consumer<Jedis>> uses = List.of(
                jedis -> jedis.set("a", "1"),
                jedis -> {
                    Transaction transaction = jedis.multi();
                    transaction.incr("a");
                    transaction.exec();
                },
                jedis -> {
                    Transaction transaction = jedis.multi();
                    transaction.incr("a");
                    transaction.discard();
                },
                jedis -> {
                    Pipeline pipeline = jedis.pipelined();
                    pipeline.get("a");
                    pipeline.get("b");
                    pipeline.sync();
                },
                jedis -> {
                    jedis.watch("a");
                    Transaction transaction = jedis.multi();
                    transaction.incr("a");
                    transaction.exec();
                },
                jedis -> {
                    try {
                        jedis.lpush("a", "no list");
                    } catch (RuntimeException e) {
                        assertThat(e).hasMessageContaining("WRONGTYPE");
                    }
                },
                jedis -> jedis.blpop(0.01, "nothing"),
                jedis -> jedis.eval("return redis.call('get', 'a')"),
                Jedis::clientId,
                jedis -> jedis.select(4),
                jedis -> jedis.watch("a"),
                Jedis::multi,
                jedis -> jedis.sendCommand(Command.MULTI));

        for (Consumer<Jedis> use : uses) {
            try (Lease<Jedis> lease = pool.acquire(Duration.ofSeconds(10))) {
                use.accept(lease.get());
            }
        }

        assertThat(engine.census().status("redis").created()).isEqualTo(1);
    }
}
