package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.itests.distribution.plugins.PickyActivator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Values on their way to a part that is at work: from where they come, and when they apply. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveConfigurationIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PID = "io.mistersmith.gateway";
    private static final String POOL = "io.mistersmith.threads.pool-mounted.cfg";
    private static final Path FOLDER = Container.newFolder("mounted");
    private static final Container CONTAINER = Container.fresh("live")
            .with("MS_FRAMEWORK_CONFIG_PATH", FOLDER.toString())
            .with("MS_EVENTBUS_LETTERS", "9000")
            .with("LINGER", "3000");

    @BeforeAll
    static void start() throws IOException {
        mount("..one", "io.mistersmith.eventbus.cfg", "linger.ms=4000");
        Files.createSymbolicLink(FOLDER.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(
                FOLDER.resolve("io.mistersmith.eventbus.cfg"), Path.of("..data/io.mistersmith.eventbus.cfg"));
        CONTAINER.start();
        BundleJar.of("picky", "1.0.0")
                .activator(PickyActivator.class, "WindowConfig")
                .header("Import-Package", "org.osgi.framework,io.mistersmith.configuration")
                .drop(CONTAINER);
        CONTAINER.shell("plugin:wait picky");
    }

    @AfterAll
    static void end() {
        CONTAINER.close();
    }

    @Test
    @Order(1)
    void eachLayerIsNamedAndAMountedFolderIsSwappedAsAWhole() throws Exception {
        Path candidate = Files.writeString(FOLDER.resolveSibling(PID + ".cfg"), "window=300\n");
        assertThat(CONTAINER.shell("cfg:check " + candidate + "; cfg:show io.mistersmith.eventbus"))
                .contains("effect   binding of picky takes the values in place, unless it refuses them\n")
                .containsPattern("linger.ms +\\| 4000 +\\| " + FOLDER + "/io.mistersmith.eventbus.cfg:1")
                .containsPattern("letters +\\| 9000 +\\| MS_EVENTBUS_LETTERS")
                .containsPattern("queue.capacity +\\| 10000 +\\| .*etc/io.mistersmith.eventbus.cfg:");

        mount("..two", "io.mistersmith.eventbus.cfg", "linger.ms=$[env:LINGER]");
        Files.createSymbolicLink(FOLDER.resolve("..next"), Path.of("..two"));
        Files.move(
                FOLDER.resolve("..next"),
                FOLDER.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        await().atMost(SOON).untilAsserted(() -> assertThat(CONTAINER.shell("cfg:show io.mistersmith.eventbus"))
                .containsPattern("linger.ms +\\| 3000"));
    }

    @Test
    @Order(2)
    void onNextUseWaitsForTheOperatorOrTheNextRead() throws Exception {
        edit("apply.strategy=.*", "apply.strategy=on_next_use", "window=.*", "window=640");
        await().atMost(SOON).untilAsserted(() -> assertThat(CONTAINER.shell("cfg:problems; cfg:show " + PID))
                .contains(PID + ": window waits for the next use since", "640 waits"));

        assertThat(CONTAINER.shell("cfg:apply " + PID + "; cfg:show " + PID + "; cfg:problems"))
                .containsPattern("window +\\| 640 ")
                .endsWith("no problems\n");
    }

    @Test
    @Order(3)
    void gracefulDrainsAndNamesWhoTookLongerThanItsTimeout() throws Exception {
        edit(
                "apply.strategy=.*",
                "apply.strategy=graceful",
                "apply.timeout.ms=.*",
                "apply.timeout.ms=500",
                "idle.timeout.ms=.*",
                "idle.timeout.ms=20000");
        awaitShown("idle.timeout.ms +\\| 20000 +\\| [^ ]+ *\n");
        edit("window=.*", "window=650");

        awaitShown("window +\\| 650 +\\| .*etc/io.mistersmith.gateway.cfg:[0-9]+ *\n");
        assertThat(CONTAINER.log())
                .containsOnlyOnce("picky did not end what is under way within 500 ms (apply.timeout.ms)");
    }

    @Test
    @Order(4)
    void valuesThatAPluginRefusesAreTakenBackFromEverybody() throws Exception {
        edit("apply.strategy=.*", "apply.strategy=immediate", "window=.*", "window=13");

        await().atMost(SOON).untilAsserted(() -> assertThat(CONTAINER.shell("cfg:problems; cfg:show " + PID))
                .contains("window=13 was refused: no luck in it. Still using 650.")
                .containsPattern("window +\\| 650 +\\| last good"));
        edit("window=.*", "window=14");
        await().atMost(SOON).untilAsserted(() -> assertThat(CONTAINER.shell("cfg:problems; cfg:show " + PID))
                .startsWith("no problems\n")
                .containsPattern("window +\\| 14 "));
    }

    @Test
    @Order(5)
    void filesMadeAndDeletedAreInstancesMadeAndDeleted() throws Exception {
        Path own = CONTAINER.home().resolve("etc/io.mistersmith.threads.pool-own.cfg");
        Files.writeString(FOLDER.resolve(POOL), "size=2\n");
        Files.writeString(own, "size=1\n");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(CONTAINER.shell("thread:list")).contains("mounted", "own"));

        Files.delete(FOLDER.resolve(POOL));
        Files.delete(own);

        await().atMost(SOON).untilAsserted(() -> assertThat(CONTAINER.shell("thread:list"))
                .contains("blocking")
                .doesNotContain("mounted", "own "));
    }

    private static void mount(String version, String name, String text) throws IOException {
        Files.createDirectories(FOLDER.resolve(version));
        Files.writeString(FOLDER.resolve(version).resolve(name), text);
    }

    /** In place, as an editor that keeps the file does. */
    private static void edit(String... linesAndNewOnes) throws IOException {
        Path file = CONTAINER.home().resolve("etc/" + PID + ".cfg");
        String text = Container.read(file);
        for (int i = 0; i < linesAndNewOnes.length; i += 2) {
            text = text.replaceFirst("(?m)^" + linesAndNewOnes[i], linesAndNewOnes[i + 1]);
        }
        Files.writeString(file, text);
    }

    private static void awaitShown(String pattern) {
        await().atMost(SOON).untilAsserted(() -> assertThat(CONTAINER.shell("cfg:show " + PID))
                .containsPattern(pattern));
    }
}
