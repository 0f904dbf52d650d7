package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.itests.distribution.plugins.EndlessActivator;
import io.mistersmith.itests.distribution.plugins.EndlessComponent;
import io.mistersmith.itests.distribution.plugins.RudeActivator;
import io.mistersmith.itests.distribution.plugins.SlowActivator;
import io.mistersmith.itests.distribution.plugins.ThrowingActivator;
import io.mistersmith.itests.distribution.plugins.ThrowingComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jars that do not run: each is named with its reason, runs by itself when that passes, and holds up no other. */
class BadJarIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PATIENCE_SECONDS = 10;
    /** All control characters but line end and tabulator. */
    private static final String CONTROL = "[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F]";

    private static final Container CONTAINER = Container.fresh("bad jars");

    @BeforeAll
    static void start() throws IOException {
        String file = "etc/io.mistersmith.lifecycle.cfg";
        Files.createDirectories(CONTAINER.home().resolve("etc"));
        Files.writeString(
                CONTAINER.home().resolve(file),
                Container.read(CONTAINER.installation().resolve(file))
                        .replace("start.timeout.ms=30000", "start.timeout.ms=" + PATIENCE_SECONDS * 1000));
        CONTAINER.start();
    }

    @AfterAll
    static void end() {
        CONTAINER.close();
    }

    private static String why(String plugin) {
        return CONTAINER.tryShell("plugin:why " + plugin).text();
    }

    /** A good jar runs within 5 s of its arrival, whatever else was dropped. */
    private static void assertGoodOneRuns(String name) {
        BundleJar.of(name, "1.0.0").drop(CONTAINER);
        assertThat(CONTAINER.shell("plugin:wait --timeout 5 " + name)).startsWith(name + " 1.0 running after ");
    }

    @Test
    void missingRequirementIsNamedAtOnceAndComesByItself() {
        BundleJar.of("tax", "2.4.0")
                .header("Export-Package", "com.acme.tax;version=2.4")
                .drop(CONTAINER);
        CONTAINER.shell("plugin:wait tax");
        BundleJar.of("audit", "2.0.0")
                .header("Import-Package", "com.acme.tax;version=\"[3.1,4)\"")
                .drop(CONTAINER);

        long begun = System.nanoTime();
        Result waited = CONTAINER.tryShell("plugin:wait audit");

        String problem = "audit 2.0 not started: needs package com.acme.tax 3.1 or later, found 2.4 (bundle tax). "
                + "Drop a newer tax jar; audit then starts by itself.";
        assertThat(waited.status()).isNotZero();
        assertThat(waited.text()).contains(problem);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
        assertThat(why("audit")).isEqualTo(problem);
        assertThat(CONTAINER.log()).contains(problem);

        BundleJar.of("tax", "3.1.0")
                .header("Export-Package", "com.acme.tax;version=3.1")
                .drop(CONTAINER);

        assertThat(CONTAINER.shell("plugin:wait audit")).startsWith("audit 2.0 running after ");
        assertThat(CONTAINER.shell("plugin:wait tax")).startsWith("tax 2.4 -> 3.1 in ");
    }

    @Test
    void fileThatIsNoJarIsNamedAndHoldsUpNobody() throws IOException {
        Files.writeString(CONTAINER.home().resolve("deploy/letter.jar"), "Dear Sir or Madam,");

        assertGoodOneRuns("beside-letter");
        await().atMost(SOON).untilAsserted(() -> assertThat(why("letter.jar"))
                .isEqualTo("letter.jar is not a jar: zip END header not found. Copy it again."));
        assertThat(CONTAINER.shell("plugin:list")).contains("letter.jar is not a jar");
    }

    @Test
    void halfCopiedJarRunsOnceItIsWhole() throws IOException {
        byte[] whole = BundleJar.of("half", "1.0.0").bytes();
        Path file = CONTAINER.home().resolve("deploy/half.jar");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        await().atMost(SOON).untilAsserted(() -> assertThat(why("half.jar"))
                .isEqualTo("half.jar is not a jar: zip END header not found. Copy it again."));
        Files.write(file, whole);

        assertThat(CONTAINER.shell("plugin:wait half")).startsWith("half 1.0 running after ");
        assertThat(CONTAINER.shell("plugin:list")).doesNotContain("half.jar");
    }

    @Test
    void controlCharactersOfAnExceptionReachNeitherLogNorTerminal() {
        BundleJar.of("rude", "1.0.0").activator(RudeActivator.class).drop(CONTAINER);

        assertThat(CONTAINER.tryShell("plugin:wait rude").text())
                .contains("rude ")
                .doesNotContainPattern(CONTROL);
        assertThat(why("rude")).contains("rude ").doesNotContainPattern(CONTROL);
        assertThat(CONTAINER.shell("plugin:list")).contains("rude").doesNotContainPattern(CONTROL);
        await().atMost(SOON).until(() -> CONTAINER.log().contains("rude 1.0 failed"));
        assertThat(CONTAINER.log())
                .doesNotContainPattern(CONTROL)
                .doesNotContainPattern("(?m)^2026-01-01T00:00:00,000");
    }

    @Test
    void throwingActivatorIsNamedWithItsStack() {
        BundleJar.of("throwing", "1.0.0").activator(ThrowingActivator.class).drop(CONTAINER);

        assertGoodOneRuns("beside-throwing");
        Result waited = CONTAINER.tryShell("plugin:wait throwing");
        assertThat(waited.status()).isNotZero();
        assertThat(waited.text())
                .contains("throwing 1.0 failed: its start threw java.lang.IllegalStateException: no licence. "
                        + "plugin:why throwing shows the stack. Mend it and copy it again.");
        assertThat(why("throwing")).contains("ThrowingActivator.start(ThrowingActivator.java:");
    }

    @Test
    void throwingActivateIsNamedWithItsStack() {
        BundleJar.of("refusing", "1.0.0").component(ThrowingComponent.class).drop(CONTAINER);

        assertGoodOneRuns("beside-refusing");
        Result waited = CONTAINER.tryShell("plugin:wait refusing");
        assertThat(waited.status()).isNotZero();
        assertThat(waited.text())
                .contains("refusing 1.0 failed: ThrowingComponent threw java.lang.IllegalStateException: no licence "
                        + "when it was activated. plugin:why refusing shows the stack. Mend it and copy it again.");
        assertThat(why("refusing")).contains("ThrowingComponent.activate(ThrowingComponent.java:");
    }

    @Test
    void slowActivatorIsNamedWithItsStackWhileItIsSlowAndRunsInTheEnd() {
        BundleJar.of("slow", "1.0.0").activator(SlowActivator.class).drop(CONTAINER);

        assertGoodOneRuns("beside-slow");
        await().atMost(SOON).untilAsserted(() -> assertThat(why("slow"))
                .startsWith("slow 1.0 is slow: its start has not returned for ")
                .contains("SlowActivator.start(SlowActivator.java:"));
        assertThat(CONTAINER.shell("plugin:wait slow")).startsWith("slow 1.0 running after ");
        assertThat(why("slow")).isEqualTo("slow 1.0 is running.");
    }

    @Test
    void endlessActivatorIsNamedWithItsStackAndHoldsUpNobody() {
        BundleJar.of("endless", "1.0.0")
                .activator(EndlessActivator.class, "Endless")
                .drop(CONTAINER);

        assertGoodOneRuns("beside-endless");
        assertGivenUp("endless", "EndlessActivator.start(EndlessActivator.java:");
    }

    @Test
    void endlessActivateIsNamedWithItsStackAndHoldsUpNobody() {
        BundleJar.of("idle", "1.0.0")
                .component(EndlessComponent.class, "Endless")
                .drop(CONTAINER);

        assertGoodOneRuns("beside-idle");
        assertGivenUp("idle", "EndlessComponent.activate(EndlessComponent.java:");
    }

    private static void assertGivenUp(String plugin, String frame) {
        Result waited = CONTAINER.tryShell("plugin:wait " + plugin);
        assertThat(waited.status()).isNotZero();
        assertThat(waited.text())
                .contains(plugin + " 1.0 failed: its start has not returned for " + PATIENCE_SECONDS
                        + " s, it is in io.mistersmith.itests.distribution.plugins.Endless.run(Endless.java:")
                .contains(
                        "plugin:why " + plugin + " shows the stack. Mend it and copy it again under a higher version.");
        assertThat(why(plugin)).contains(frame);
        assertThat(CONTAINER.log()).contains(plugin + " 1.0 failed: its start has not returned for ");
    }
}
