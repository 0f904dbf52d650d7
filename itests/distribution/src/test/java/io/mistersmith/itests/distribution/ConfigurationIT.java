package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators do with settings, on the distribution. {@code -Ptorture} makes 1,000 edits. */
@ExtendWith(SharedContainer.class)
class ConfigurationIT {

    private static final String PID = "io.mistersmith.gateway";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final int edits = Integer.getInteger("distribution.edits", 40);

    private static Path cfg(Container container, String pid) {
        return container.home().resolve("etc/" + pid + ".cfg");
    }

    @Test
    void aValueIsSetShownKeptInTheHistoryAndTakenBack(Container container) {
        Path file = cfg(container, PID);
        String before = Container.read(file);
        String revision = newest(container);

        String set = container.shell("cfg:set " + PID + " window 300");

        assertThat(set)
                .startsWith("window=300 from " + file + ":" + line(before, "window="))
                .contains(", revision ");
        assertThat(file).hasContent(before.replace("\nwindow=256\n", "\nwindow=300\n"));
        assertThat(container.shell("cfg:show --json " + PID + "; cfg:history --json --last 1 " + PID
                        + "; cfg:diff --json " + PID + " " + revision))
                .contains(
                        "{\"key\":\"window\",\"value\":\"300\",\"source\":\"" + file + ":",
                        "\"by\":\"smith\",\"how\":\"cfg:set\",\"file\":\"" + file + "\",\"keys\":[\"window\"]",
                        "[{\"key\":\"window\",\"before\":\"256\",\"after\":\"300\"}]\n");
        assertThat(container.shell("cfg:rollback " + PID + " " + revision))
                .startsWith(file + " is as in revision " + revision + ", now revision ");
        assertThat(file).hasContent(before);
        assertThat(container.shell("cfg:show --json " + PID)).contains("\"key\":\"window\",\"value\":\"256\"");
    }

    @Test
    void whatIsRefusedLeavesFileAndValues(Container container) throws IOException {
        Path file = cfg(container, PID);
        String before = Container.read(file);

        Result refused = container.tryShell("cfg:set " + PID + " window 25x");

        assertThat(refused.status()).isNotZero();
        assertThat(refused.text())
                .contains("window=25x is not a whole number 1..65536. Nothing was changed.")
                .doesNotContain("\tat ");
        assertThat(file).hasContent(before);

        Path candidate = Files.createDirectories(container.home().resolve("data/tmp/candidates"))
                .resolve(PID + ".cfg");
        Files.writeString(
                candidate,
                before.replace("window=256", "window=25x")
                        .replace("log.level", "log.levl")
                        .replaceFirst("(?m)^idle.timeout.ms=.*", "idle.timeout.ms=\\$[secret:away]"));
        Result checked = container.tryShell("cfg:check " + candidate);

        assertThat(checked.status()).isNotZero();
        assertThat(checked.text())
                .contains(
                        "refused  ",
                        "window=25x is not a whole number 1..65536",
                        "log.levl=DEFAULT is not a known key; did you mean log.level?",
                        "change   window: 256 -> 25x",
                        "idle.timeout.ms=$[secret:away] names the secret away",
                        "2 values are refused");
        assertThat(container.tryShell("cfg:apply " + candidate).status()).isNotZero();
        assertThat(file).hasContent(before);
    }

    @Test
    void aDryRunSaysWhoTakesTheValuesAndHow(Container container) throws IOException {
        Path file = cfg(container, PID);
        String before = Container.read(file);
        Path candidate = Files.createDirectories(container.home().resolve("data/tmp/dry"))
                .resolve(PID + ".cfg");
        Files.writeString(candidate, before.replace("window=256", "window=300"));

        assertThat(container.shell("cfg:check " + candidate))
                .contains("change   window: 256 -> 300")
                .containsPattern(
                        "effect   component \\S+ of io.mistersmith.gateway.provider takes the values in place");
        assertThat(container.shell("cfg:check")).contains("files are good");
        assertThat(file).hasContent(before);
    }

    @Test
    void keysAreExplainedAndATemplateIsWhatItSays(Container container) {
        assertThat(container.shell("cfg:docs --json " + PID + "; cfg:template io.mistersmith.threads.pool"))
                .contains(
                        "{\"key\":\"window\",\"type\":\"Whole number 1..65536\",\"default\":\"256\",\"meaning\":\"",
                        "\nqueue.size=",
                        "# Whole number ");
    }

    @Test
    void whatKarafsOwnCommandSetsIsCheckedAndInTheHistory(Container container) throws IOException {
        Path file = cfg(container, PID);
        String before = Container.read(file);
        try {
            assertThat(container.shell(
                            "config:property-set -p " + PID + " window 300; cfg:history --json --last 1 " + PID))
                    .contains("\"by\":\"smith\",\"how\":\"config:property-set\"", "\"window\"");
            await("a value that was replaced before anybody had it is none to go back to")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(container.shell("cfg:show --json " + PID))
                            .contains("\"key\":\"window\",\"value\":\"300\""));

            assertThat(container.shell(
                            "config:property-set -p " + PID + " window 25x; cfg:problems; cfg:show --json " + PID))
                    .contains(
                            "window=25x is not a whole number 1..65536. Still using 300.",
                            "\"key\":\"window\",\"value\":\"300\"");
        } finally {
            Files.writeString(file, before);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(container.shell("cfg:problems")).isEqualTo("no problems\n"));
    }

    @Test
    void editsOfAProgramAndOfTheShellAreBothKept(Container container) throws Exception {
        Path file = cfg(container, PID);
        String before = Container.read(file);
        try {
            long began = System.nanoTime();
            CompletableFuture<Result> program = CompletableFuture.supplyAsync(
                    () -> editByScript(container, edits / 2, "s/^idle.timeout.ms=.*/idle.timeout.ms=$((1000 + i))/"));
            container.shell(IntStream.range(0, edits / 2)
                    .mapToObj(i -> "cfg:set " + PID + " answer.timeout.ms " + (1000 + i))
                    .collect(Collectors.joining("; ")));
            String unused = program.get(2, TimeUnit.MINUTES).expectSuccess();
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            String last = String.valueOf(1000 + edits / 2 - 1);
            assertThat(file).hasContent(before.replaceAll("(?m)^(idle|answer)(.timeout.ms)=.*$", "$1$2=" + last));
            assertThat(took).isLessThan(Duration.ofSeconds(60));
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("cfg:show --json " + PID))
                    .contains(
                            "\"key\":\"idle.timeout.ms\",\"value\":\"" + last + "\"",
                            "\"key\":\"answer.timeout.ms\",\"value\":\"" + last + "\""));

            unused = editByScript(container, 1, "s/^window=.*/window=100/").expectSuccess();
            unused = container.shell("cfg:set " + PID + " window 200");
            assertThat(file).content().as("the shell came later").contains("\nwindow=200\n");
            unused = editByScript(container, 1, "s/^window=.*/window=400/").expectSuccess();
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("cfg:show --json " + PID))
                    .as("the program came later")
                    .contains("\"key\":\"window\",\"value\":\"400\""));
        } finally {
            Files.writeString(file, before);
        }
    }

    @Test
    void whatIsNotConfirmedInTimeOrMakesHealthWorseOrIsKilledIsTakenBack() throws IOException {
        try (Container container = Container.fresh("unconfirmed").start()) {
            Path file = cfg(container, PID);
            String before = Container.read(file);
            Path folder = Files.createDirectories(container.home().resolve("data/tmp/candidates"));
            Path candidate =
                    Files.writeString(folder.resolve(PID + ".cfg"), before.replace("window=256", "window=300"));

            String unused = container.shell("cfg:apply --confirm 2s " + candidate);
            assertThat(file).content().contains("\nwindow=300\n");
            await().atMost(SOON).untilAsserted(() -> assertThat(file).hasContent(before));
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("cfg:history --json --last 1 " + PID))
                    .contains("\"by\":\"container\",\"how\":\"taken back: not confirmed in time\""));

            Path health = cfg(container, "io.mistersmith.health");
            String well = Container.read(health);
            Path ill = Files.writeString(
                    folder.resolve("io.mistersmith.health.cfg"),
                    well.replaceAll("(?m)^disk.free.bytes=.*$", "disk.free.bytes=1099511627776"));
            unused = container.shell("cfg:apply --confirm 5m " + ill);
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(health).hasContent(well));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(container.shell("cfg:history --last 1 io.mistersmith.health"))
                            .contains("taken back: health got worse: disk"));

            unused = container.shell("cfg:apply --confirm 1h " + candidate);
            container.kill9();
            assertThat(file).content().contains("\nwindow=300\n");
            container.start();
            assertThat(file).hasContent(before);
            await().atMost(SOON).untilAsserted(() -> assertThat(container.log())
                    .contains("which was not confirmed before the restart"));
            assertThat(container.shell("cfg:show --json " + PID + "; cfg:history --last 1 " + PID))
                    .contains("\"key\":\"window\",\"value\":\"256\"", "taken back: not confirmed before a restart");

            assertThat(container.shell("cfg:apply --confirm 5s " + candidate + "; cfg:confirm"))
                    .endsWith("the change of " + PID + " holds\n");
            assertThat(container.home().resolve("data/configuration/unconfirmed"))
                    .as("what a restart would take back")
                    .isEmptyDirectory();
        }
    }

    private static String newest(Container container) {
        String history = container.shell("cfg:history --json --last 1 " + PID);
        return history.replaceFirst("(?s).*\"revision\":([0-9]+).*", "$1");
    }

    private static long line(String text, String start) {
        return text.lines().takeWhile(line -> !line.startsWith(start)).count() + 1;
    }

    /** As operations.md says: make the lock, edit, remove it. */
    private static Result editByScript(Container container, int times, String sed) {
        String script =
                """
            i=0
            while [ $i -lt %d ]; do
                until (set -C; echo $$ > .lock) 2>/dev/null; do sleep 0.01; done
                sed -i "%s" %s.cfg
                rm .lock
                i=$((i + 1))
                sleep 0.05
            done
            """
                        .formatted(times, sed, PID);
        return Commands.run(
                container.home().resolve("etc"), Map.of(), Duration.ofMinutes(2), List.of("sh", "-c", script));
    }
}
