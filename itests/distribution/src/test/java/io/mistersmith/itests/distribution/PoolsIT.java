package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.embedded.RedisServer;

/** Pools of a started container, with the drivers it ships, to a real PostgreSQL, a real Redis and a real folder. */
@ExtendWith(SharedContainer.class)
class PoolsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aFileMakesAPoolOfEachKindThatReachesItsServer(Container container) throws Exception {
        RedisServer redis = redis();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            List<Path> files = List.of(
                    write(
                            container,
                            "jdbc-db",
                            "url=jdbc:postgresql://localhost:" + postgres.getPort()
                                    + "/postgres\nuser=postgres\nmin.size=2\n"),
                    write(container, "redis-cache", "port=" + redis.ports().get(0) + "\nmin.size=2\n"),
                    write(container, "files-docs", "root=" + container.home() + "\n"));

            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("pool:list --json"))
                    .containsPattern(
                            "\"pool\":\"cache\",\"kind\":\"redis\",\"min\":2,\"max\":10,\"size\":2,\"active\":0,"
                                    + "\"idle\":2,.*\"lastFailure\":null")
                    .containsPattern("\"pool\":\"db\",\"kind\":\"jdbc\",\"min\":2,\"max\":10,\"size\":2,\"active\":0,"
                            + "\"idle\":2,.*\"lastFailure\":null")
                    .contains("\"pool\":\"docs\",\"kind\":\"files\""));
            assertThat(container.scrape("text/plain").body())
                    .contains(
                            "hikaricp_connections_idle{pool=\"db\"} 2",
                            "mistersmith_pools_idle_resources{pool=\"cache\"} 2");

            for (Path file : files) {
                Files.delete(file);
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("pool:list --json"))
                    .isEqualTo("[]\n"));
            assertThat(container.shell("cfg:problems")).isEqualTo("no problems\n");
        } finally {
            redis.stop();
        }
    }

    private static Path write(Container container, String instance, String text) throws IOException {
        Path file = container.home().resolve("etc/io.mistersmith.pools." + instance + ".cfg");
        return Files.writeString(file, text);
    }

    private static RedisServer redis() throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(Container.freePort())
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        return server;
    }
}
