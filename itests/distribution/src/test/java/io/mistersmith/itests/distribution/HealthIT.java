package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.itests.distribution.plugins.HangingCheckActivator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Probes, {@code smith:health}, {@code smith:doctor}, {@code smith:dump} and the keys that every part takes. */
class HealthIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Container CONTAINER = Container.fresh("health");

    @BeforeAll
    static void start() {
        CONTAINER.start();
    }

    @AfterAll
    static void end() {
        CONTAINER.close();
    }

    @Test
    void everyFormOfTheProbesAnswersWithoutAToken() throws Exception {
        for (String path : new String[] {"/health/live", "/health", "/health/ready", "/ready", "/health/started"}) {
            HttpResponse<String> answer = probe(path);
            assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"status\":\"UP\",\"checks\":[{\"name\":");
        }
        assertThat(probe("/livez").body()).isEqualTo("ok\n");
        assertThat(probe("/readyz?verbose").body())
                .contains("[+]disk ok", "[+]eventstore ok")
                .endsWith("readyz check passed\n");
        assertThat(probe("/livez?verbose").body()).isEqualTo("[+]deadlocks ok\nlivez check passed\n");
    }

    @Test
    void aCheckOfAPluginThatHangsIsNamedInTimeAndGoesWithThePlugin() throws Exception {
        BundleJar.of("printer", "1.0.0")
                .activator(HangingCheckActivator.class, "Endless")
                .header("Import-Package", "org.osgi.framework,org.apache.felix.hc.api;version=\"[2.0,3)\"")
                .drop(CONTAINER);
        CONTAINER.shell("plugin:wait printer");

        long begun = System.nanoTime();
        HttpResponse<String> answer = probe("/health/ready");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("{\"name\":\"printer\",\"status\":\"DOWN\"", "no answer for", "\"disk\"");
        assertThat(probe("/health/live").statusCode()).as("liveness").isEqualTo(200);
        assertThat(CONTAINER.shell("smith:health printer")).contains("unknown");
        assertThat(CONTAINER.shell("smith:doctor")).contains("check printer is unknown", "  next   It hangs");
        await().atMost(SOON).until(() -> CONTAINER.log().contains("printer is unknown, was healthy: no answer for"));

        CONTAINER.shell("plugin:remove printer");

        await().atMost(SOON).until(() -> probe("/health/ready").statusCode() == 200);
        assertThat(CONTAINER.shell("smith:health")).doesNotContain("printer");
    }

    @Test
    void doctorNamesARefusedSettingAndWhatToDo() throws IOException {
        Path file = CONTAINER.home().resolve("etc/io.mistersmith.health.cfg");
        String before = Container.read(file);
        Files.writeString(file, before.replace("cpu.percent=70", "cpu.percent=700"));

        await().atMost(SOON).untilAsserted(() -> assertThat(CONTAINER.shell("smith:doctor"))
                .containsPattern("setting refused: .*health.cfg:4 cpu.percent=700\n"
                        + "  cause  is not a whole number 1..100. Still using 70.\n  next   Mend the line"));
        Files.writeString(file, before);
        await().atMost(SOON).until(() -> !CONTAINER.shell("cfg:problems").contains("cpu"));
    }

    @Test
    void unhealthyIsAnExitStatus() throws IOException {
        Path file = CONTAINER.home().resolve("etc/io.mistersmith.health.cfg");
        String before = Container.read(file);
        Files.writeString(file, before.replace("disk.free.bytes=67108864", "disk.free.bytes=1099511627776"));
        await().atMost(SOON).until(() -> CONTAINER.tryShell("smith:health").status() != 0);

        assertThat(CONTAINER.tryShell("smith:health disk").text())
                .contains("unhealthy", "smith:doctor says what to do");

        Files.writeString(file, before);
        await().atMost(SOON).until(() -> CONTAINER.tryShell("smith:health disk").status() == 0);
    }

    @Test
    void aDumpHoldsWhatIsNeededAndNoSecret() throws IOException {
        Path config = CONTAINER.home().resolve("etc/com.example.shop.cfg");
        Files.writeString(config, "url=http://shop\npassword=hunter2222\n");

        String answer = CONTAINER.shell("smith:dump");

        Matcher name = Pattern.compile("data/dumps/(dump-[0-9-]+\\.zip), [0-9,]+ bytes")
                .matcher(answer);
        assertThat(name.find()).as(answer).isTrue();
        Path file = CONTAINER.home().resolve("data/dumps").resolve(name.group(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Map<String, String> dump = read(file);
        assertThat(dump)
                .containsKeys(
                        "versions.txt",
                        "bundles.txt",
                        "plugins.txt",
                        "health.txt",
                        "doctor.txt",
                        "threads.txt",
                        "metrics.txt",
                        "log.txt",
                        "etc/io.mistersmith.eventbus.cfg");
        assertThat(dump.get("etc/com.example.shop.cfg")).isEqualTo("url=http://shop\npassword=***\n");
        assertThat(dump.get("threads.txt")).contains("smith-");
        String password = Container.read(CONTAINER.home().resolve("data/secrets/shell.password"))
                .strip();
        assertThat(dump.values())
                .noneMatch(text ->
                        text.contains(CONTAINER.token()) || text.contains(password) || text.contains("hunter2222"));
        Files.delete(config);
    }

    @Test
    void aPartIsSwitchedOffAndOnWhileItRuns() throws Exception {
        Path file = CONTAINER.home().resolve("etc/io.mistersmith.eventbus.cfg");
        String before = Container.read(file);
        Files.writeString(file, before.replace("enabled=true", "enabled=false"));
        await().atMost(SOON).until(() -> statusOfAnEmptyEvent() == 503);
        assertThat(probe("/readyz").statusCode())
                .as("it was switched off on purpose")
                .isEqualTo(200);

        Files.writeString(file, before);

        await().atMost(SOON).until(() -> statusOfAnEmptyEvent() == 400);
    }

    @Test
    void aPartSaysNothingWhileItsLogLevelIsOff() throws Exception {
        Path file = CONTAINER.home().resolve("etc/io.mistersmith.health.cfg");
        String before = Container.read(file);
        int begin = CONTAINER.log().length();
        Files.writeString(
                file,
                before.replace("log.level=DEFAULT", "log.level=OFF")
                        .replace("disk.free.bytes=67108864", "disk.free.bytes=1099511627776"));
        await().atMost(SOON)
                .until(() ->
                        CONTAINER.scrape("text/plain").body().contains("mistersmith_health_status{check=\"disk\"} 3"));

        Files.writeString(file, before);

        await().atMost(SOON).until(() -> CONTAINER.log().substring(begin).contains("disk is healthy, was unhealthy"));
        assertThat(CONTAINER.log().substring(begin)).doesNotContain("disk is unhealthy");
    }

    private static int statusOfAnEmptyEvent() throws Exception {
        return CONTAINER.post("/events", "application/cloudevents+json", "{}").statusCode();
    }

    private static HttpResponse<String> probe(String path) throws Exception {
        return CONTAINER.send(CONTAINER.anonymous(path).GET());
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                try (var in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return entries;
    }
}
