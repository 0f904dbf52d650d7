package io.mistersmith.pools.internal.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A Redis of the test's own, on a free port of loopback, that keeps nothing on disk. */
final class RealRedis implements AutoCloseable {

    private final int port;
    private final List<String> settings;
    private RedisServer server;

    RealRedis(String... settings) throws IOException {
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
        made.start();
        return made;
    }

    int port() {
        return port;
    }

    void kill() throws IOException {
        server.stop();
    }

    void startAgain() throws IOException {
        server = started();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
