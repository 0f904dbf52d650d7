package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A home on a small disk of its own, in memory, which fills up. Mounting it takes root. */
@Tag("faults")
class FullDiskIT {

    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/disk\",\"type\":\"test.full\",\"data\":{}}";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path disk = Container.newFolder("disk");

    @BeforeEach
    void mount() throws IOException {
        Tools.requireRoot();
        run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString());
        Files.createDirectory(disk.resolve("home"));
    }

    @AfterEach
    void unmount() {
        run("umount", "-l", disk.toString());
    }

    @Test
    void shellDoctorAndProbesAnswerAndAppendsGoOnWhenThereIsRoomAgain() throws Exception {
        try (Container container = Container.in(disk.resolve("home"), Container.install())) {
            container.start();
            assertThat(post(container, "before").statusCode()).isEqualTo(200);
            container.script("shell", "smith:status").expectSuccess(); // the first login makes the host key

            Path filler = fill();

            assertThat(post(container, "while")).satisfies(refused -> {
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.body()).contains("no space left", "Nothing was stored");
            });
            assertThat(container.script("shell", "smith:status").expectSuccess())
                    .startsWith("READY");
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            container.script("shell", "smith:doctor").text())
                    .contains("check disk is unhealthy", "0 B free", "  next   Make room"));
            assertThat(container.get("/livez").statusCode()).isEqualTo(200);
            assertThat(container.get("/readyz?verbose").body()).contains("[-]disk failed");

            Files.delete(filler);
            await().atMost(SOON)
                    .until(() -> post(container, "after").statusCode() == 200
                            && container.get("/readyz").statusCode() == 200);
        }
    }

    @Test
    void aStartWithoutRoomSaysSoAtOnce() throws IOException {
        try (Container container = Container.in(disk.resolve("home"), Container.install())) {
            container.start().stop();
            Path filler = fill();

            assertThat(container.script("--background").text())
                    .matches(
                            "the disk of \\S+ is full: 0 KB are free, a start needs 16384 KB. Make room and start again");

            Files.delete(filler);
            container.start();
        }
    }

    private static HttpResponse<String> post(Container container, String id) throws IOException, InterruptedException {
        return container.post("/events", "application/cloudevents+json", EVENT.formatted(id));
    }

    /** Writes a file until there is no room for another byte. */
    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return filler;
    }

    private void run(String... command) {
        Commands.run(disk.resolve(".."), Map.of(), Duration.ofSeconds(20), List.of(command))
                .expectSuccess();
    }
}
