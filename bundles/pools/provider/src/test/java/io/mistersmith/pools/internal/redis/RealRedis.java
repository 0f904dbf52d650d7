package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.internal.faults.Server;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A Redis of the test's own, on a free port of loopback, that keeps nothing on disk. */
public final class RealRedis implements Server, AutoCloseable {

    private final int port;
    private final List<String> settings;
    private RedisServer server;

    @SuppressWarnings("NullAway.Init") // by started()
    private ProcessHandle process;

    /** With these lines of its configuration. */
    public RealRedis(String... settings) throws IOException {
        this.port = freePort();
        this.settings = List.of(settings);
        this.server = started();
    }

    private RedisServer started() throws IOException {
        RedisServerBuilder builder = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .setting("appendonly no");
        settings.forEach(builder::setting);
        RedisServer made = builder.build();
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        made.start();
        process = ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child)
                        && child.info().command().orElse("").contains("redis"))
                .findFirst()
                .orElseThrow();
        return made;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ProcessHandle process() {
        return process;
    }

    @Override
    public void startAgain() throws IOException {
        server = started();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
