package io.mistersmith.lifecycle.internal.framework;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.lifecycle.internal.JarBuilder;
import io.mistersmith.lifecycle.internal.plugins.EndlessActivator;
import io.mistersmith.lifecycle.internal.plugins.EndlessComponent;
import io.mistersmith.lifecycle.internal.plugins.ExitingActivator;
import io.mistersmith.lifecycle.internal.plugins.GoodComponent;
import io.mistersmith.lifecycle.internal.plugins.ThrowingActivator;
import io.mistersmith.lifecycle.internal.plugins.ThrowingComponent;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class PluginsInFrameworkTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    private Container container;

    @BeforeEach
    void start() throws Exception {
        container = new Container(home);
    }

    @AfterEach
    void stop() throws Exception {
        container.close();
    }

    private Path drop(JarBuilder jar, String file) {
        return jar.at(container.deploy().resolve(file));
    }

    @Test
    void droppedJarRuns() throws Exception {
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");

        PluginStatus orders = container.await("orders", "1.0", SOON);

        assertThat(orders.state()).isEqualTo("running");
        assertThat(orders.startMillis()).isPositive();
        assertThat(container.bundle("orders", "1.0.0").getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void endlessActivatorHoldsUpNobody() throws Exception {
        drop(JarBuilder.bundle("endless", "1.0.0").activator(EndlessActivator.class), "endless.jar");
        drop(JarBuilder.bundle("good", "1.0.0"), "good.jar");

        assertThat(container.await("good", "1.0", Duration.ofSeconds(5)).state())
                .isEqualTo("running");
        assertThat(container.plugins().find("endless"))
                .hasValueSatisfying(endless -> assertThat(endless.state()).isEqualTo("starting"));
    }

    @Test
    void endlessActivateHoldsUpNobody() throws Exception {
        drop(JarBuilder.bundle("endless", "1.0.0").component(EndlessComponent.class, ""), "endless.jar");
        drop(JarBuilder.bundle("good", "1.0.0").component(GoodComponent.class, ""), "good.jar");

        assertThat(container.await("good", "1.0", Duration.ofSeconds(5)).state())
                .isEqualTo("running");
    }

    @Test
    void throwingActivatorIsNamedWithItsStack() throws Exception {
        drop(JarBuilder.bundle("throwing", "1.0.0").activator(ThrowingActivator.class), "throwing.jar");

        PluginStatus throwing = container.await("throwing", "1.0", SOON);

        assertThat(throwing.state()).isEqualTo("failed");
        assertThat(throwing.problem())
                .isEqualTo("throwing 1.0 failed: its start threw java.lang.IllegalStateException: no licence. "
                        + "plugin:why throwing shows the stack. Mend it and copy it again.");
        assertThat(throwing.details())
                .anyMatch(line -> line.contains("ThrowingActivator.start(ThrowingActivator.java:"));
    }

    @Test
    void aPluginThatCallsSystemExitFailsAndTheContainerRunsOn() throws Exception {
        drop(JarBuilder.bundle("exiting", "1.0.0").activator(ExitingActivator.class), "exiting.jar");

        PluginStatus exiting = container.await("exiting", "1.0", SOON);

        assertThat(exiting.state()).isEqualTo("failed");
        assertThat(exiting.problem())
                .startsWith(
                        "exiting 1.0 failed: its start threw java.lang.SecurityException: Refused System.exit(7) by "
                                + ExitingActivator.class.getName()
                                + " of bundle exiting 1.0.0: it would end the container");
    }

    @Test
    void throwingActivateIsNamedWithItsStack() throws Exception {
        drop(JarBuilder.bundle("throwing", "1.0.0").component(ThrowingComponent.class, ""), "throwing.jar");

        PluginStatus throwing = container.await("throwing", "1.0", SOON);

        assertThat(throwing.state()).isEqualTo("failed");
        assertThat(throwing.problem())
                .isEqualTo("throwing 1.0 failed: ThrowingComponent threw java.lang.IllegalStateException: no licence "
                        + "when it was activated. plugin:why throwing shows the stack. Mend it and copy it again.");
        assertThat(throwing.details()).anyMatch(line -> line.contains("ThrowingComponent.java:"));
    }

    @Test
    void missingPackageIsNamedAndComesByItself() throws Exception {
        drop(JarBuilder.bundle("tax", "2.4.0").header("Export-Package", "com.acme.tax;version=2.4"), "tax-2.4.jar");
        container.await("tax", "2.4", SOON);
        drop(
                JarBuilder.bundle("audit", "2.0.0").header("Import-Package", "com.acme.tax;version=\"[3.1,4)\""),
                "audit-2.0.jar");
        long begun = System.nanoTime();
        PluginStatus audit = container.await("audit", "2.0", SOON);

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("a wait that nothing would end")
                .isLessThan(SOON);
        assertThat(audit.state()).isEqualTo("waiting");
        assertThat(audit.problem())
                .isEqualTo("audit 2.0 not started: needs package com.acme.tax 3.1 or later, found 2.4 (bundle tax). "
                        + "Drop a newer tax jar; audit then starts by itself.");

        drop(JarBuilder.bundle("tax", "3.1.0").header("Export-Package", "com.acme.tax;version=3.1"), "tax-3.1.jar");

        assertThat(container.await("audit", "2.0", SOON).state()).isEqualTo("running");
        assertThat(container.await("tax", "3.1", SOON).state()).isEqualTo("running");
    }

    @Test
    void packageThatNobodyHasIsNamed() throws Exception {
        drop(JarBuilder.bundle("audit", "2.0.0").header("Import-Package", "com.acme.tax"), "audit.jar");

        assertThat(container.await("audit", "2.0", Duration.ofSeconds(2)).problem())
                .isEqualTo("audit 2.0 not started: needs package com.acme.tax, which no bundle provides. "
                        + "Drop a jar that provides it; audit then starts by itself.");
    }

    @Test
    void missingServiceIsNamed() throws Exception {
        drop(
                JarBuilder.bundle("audit", "2.0.0")
                        .component(GoodComponent.class, "<reference name=\"tax\" interface=\"com.acme.Tax\"/>"),
                "audit.jar");

        PluginStatus audit = container.await("audit", "2.0", Duration.ofSeconds(2));

        assertThat(audit.state()).isEqualTo("waiting");
        assertThat(audit.problem())
                .isEqualTo("audit 2.0 waits: needs service com.acme.Tax, which no bundle provides. "
                        + "Drop a jar that provides it; audit then runs by itself.");
    }

    @Test
    void higherVersionReplacesLower() throws Exception {
        Path old = drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");
        container.await("orders", "1.0", SOON);

        drop(JarBuilder.bundle("orders", "1.1.0"), "orders-1.1.jar");
        PluginStatus orders = container.await("orders", "1.1", SOON);

        assertThat(orders.state()).isEqualTo("running");
        assertThat(orders.replaced()).matches("orders 1.0 -> 1.1 in \\d+\\.\\d s");
        await().atMost(SOON).untilAsserted(() -> assertThat(home.resolve("data/replaced/orders-1.0.jar"))
                .exists());
        assertThat(old).doesNotExist();
        await().atMost(SOON).until(() -> !container.has("orders", "1.0.0"));
    }

    @Test
    void versionWhoseStartThrowsGivesTheOldOneBack() throws Exception {
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");
        container.await("orders", "1.0", SOON);

        drop(JarBuilder.bundle("orders", "1.1.0").activator(ThrowingActivator.class), "orders-1.1.jar");
        PluginStatus failed = container.await("orders", "1.1", SOON);

        assertThat(failed.problem())
                .startsWith("orders 1.1 failed: its start threw")
                .endsWith("orders 1.0 runs on.");
        assertThat(container.await("orders", "1.0", SOON).state()).isEqualTo("running");
        assertThat(container.deploy().resolve("orders-1.0.jar")).exists();
    }

    @Test
    void versionWhoseComponentThrowsGivesTheOldOneBack() throws Exception {
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");
        container.await("orders", "1.0", SOON);

        drop(JarBuilder.bundle("orders", "1.1.0").component(ThrowingComponent.class, ""), "orders-1.1.jar");
        PluginStatus failed = container.await("orders", "1.1", SOON);

        assertThat(failed.problem()).contains("no licence").endsWith("orders 1.0 runs on.");
        assertThat(container.await("orders", "1.0", SOON).state()).isEqualTo("running");
    }

    @Test
    void versionThatCannotBeResolvedLeavesTheOldOneAlone() throws Exception {
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");
        container.await("orders", "1.0", SOON);
        long before = container.bundle("orders", "1.0.0").getLastModified();

        drop(JarBuilder.bundle("orders", "1.1.0").header("Import-Package", "com.acme.tax"), "orders-1.1.jar");
        PluginStatus waiting = container.await("orders", "1.1", Duration.ofSeconds(2));

        assertThat(waiting.problem())
                .isEqualTo("orders 1.1 not started: needs package com.acme.tax, which no bundle provides. "
                        + "Drop a jar that provides it; orders then starts by itself. orders 1.0 runs on.");
        assertThat(container.await("orders", "1.0", SOON).state()).isEqualTo("running");
        assertThat(container.bundle("orders", "1.0.0").getLastModified()).isEqualTo(before);
    }

    @Test
    void lowerVersionIsRefused() throws Exception {
        drop(JarBuilder.bundle("orders", "1.1.0"), "orders-1.1.jar");
        container.await("orders", "1.1", SOON);

        drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");

        await().atMost(SOON).untilAsserted(() -> assertThat(container.plugins().find("orders-1.0.jar"))
                .hasValueSatisfying(refused -> assertThat(refused.problem())
                        .isEqualTo("orders-1.0.jar is refused: it is orders 1.0, and 1.1 runs. "
                                + "To go back: plugin:remove orders, then copy it again.")));
        assertThat(container.has("orders", "1.0.0")).isFalse();
    }

    @Test
    void jarOverwrittenByHigherVersionIsReplacedAndFallsBack() throws Exception {
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders.jar");
        container.await("orders", "1.0", SOON);

        drop(JarBuilder.bundle("orders", "1.1.0").activator(ThrowingActivator.class), "orders.jar");
        container.await("orders", "1.1", SOON);
        assertThat(container.await("orders", "1.0", SOON).state()).isEqualTo("running");
        drop(JarBuilder.bundle("orders", "1.2.0"), "orders.jar");

        assertThat(container.await("orders", "1.2", SOON).replaced()).startsWith("orders 1.0 -> 1.2 in ");
        await().atMost(SOON).until(() -> !container.has("orders", "1.0.0"));
        assertThat(container.deploy().resolve("orders.jar")).exists();
    }

    @Test
    void newBuildOfTheSameVersionRestartsNobodyElse() throws Exception {
        drop(JarBuilder.bundle("other", "1.0.0"), "other.jar");
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders.jar");
        container.await("orders", "1.0", SOON);
        container.await("other", "1.0", SOON);
        Bundle orders = container.bundle("orders", "1.0.0");
        StartCount others = new StartCount(container.bundle("other", "1.0.0"));
        StartCount mine = new StartCount(orders);

        drop(JarBuilder.bundle("orders", "1.0.0").entry("build", "2"), "orders.jar");

        await().atMost(SOON).until(() -> orders.getState() == Bundle.ACTIVE && orders.getEntry("build") != null);
        assertThat(container.await("orders", "1.0", SOON).state()).isEqualTo("running");
        assertThat(mine.starts()).isEqualTo(1);
        assertThat(others.starts()).isZero();
    }

    @Test
    void deletedJarIsUninstalled() throws Exception {
        Path jar = drop(JarBuilder.bundle("orders", "1.0.0"), "orders.jar");
        container.await("orders", "1.0", SOON);

        Files.delete(jar);

        await().atMost(SOON).until(() -> !container.has("orders", "1.0.0"));
        assertThat(container.plugins().find("orders")).isEmpty();
    }

    @Test
    void uninstalledPluginThatUsedAServiceIsForgotten() throws Exception {
        Path jar = drop(JarBuilder.bundle("orders", "1.0.0"), "orders.jar");
        container.await("orders", "1.0", SOON);
        WeakReference<Bundle> orders = new WeakReference<>(container.bundle("orders", "1.0.0"));
        useService(orders.get());

        Files.delete(jar);

        await().alias("the bundle is collected").atMost(SOON).until(() -> {
            System.gc();
            return orders.get() == null;
        });
    }

    private static void useService(@Nullable Bundle user) {
        BundleContext context = requireNonNull(user).getBundleContext();
        ServiceReference<Plugins> reference = requireNonNull(context.getServiceReference(Plugins.class));
        assertThat(context.getService(reference)).isNotNull();
        context.ungetService(reference);
    }

    @Test
    void fileThatIsNoJarIsNamed() throws Exception {
        Files.writeString(container.deploy().resolve("tax.jar"), "not at all");

        await().atMost(SOON).untilAsserted(() -> assertThat(container.plugins().find("tax.jar"))
                .hasValueSatisfying(tax -> assertThat(tax.problem())
                        .startsWith("tax.jar is not a jar: ")
                        .endsWith(". Copy it again.")));
    }

    @Test
    void halfCopiedJarRunsWhenItIsWhole() throws Exception {
        Path whole = JarBuilder.bundle("orders", "1.0.0").at(home.resolve("orders.jar"));
        byte[] bytes = Files.readAllBytes(whole);
        Path jar = container.deploy().resolve("orders.jar");
        Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
        await().atMost(SOON).until(() -> container.plugins().find("orders.jar").isPresent());

        Files.write(jar, bytes);

        assertThat(container.await("orders", "1.0", SOON).state()).isEqualTo("running");
        assertThat(container.plugins().find("orders.jar")).isEmpty();
    }

    @Test
    void restartRunsItAgainAndRemoveKeepsTheJar() throws Exception {
        Path jar = drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");
        container.await("orders", "1.0", SOON);
        StartCount orders = new StartCount(container.bundle("orders", "1.0.0"));

        assertThat(container.plugins().restart("orders", SOON).state()).isEqualTo("running");
        assertThat(orders.starts()).isEqualTo(1);
        assertThat(container.plugins().remove("orders")).isEqualTo("home/data/replaced/orders-1.0.jar");

        assertThat(jar).doesNotExist();
        assertThat(container.has("orders", "1.0.0")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container.plugins().remove("orders"))
                .withMessage("No plugin \"orders\". There is none: drop a jar into deploy/.");
    }

    @Test
    void containerThatComesBackStartsItsPluginsAgain() throws Exception {
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");
        Path gone = drop(JarBuilder.bundle("gone", "1.0.0"), "gone.jar");
        container.await("orders", "1.0", SOON);
        container.await("gone", "1.0", SOON);

        container.close();
        Files.delete(gone);
        container = new Container(home);

        assertThat(container.await("orders", "1.0", SOON).state()).isEqualTo("running");
        await().atMost(SOON).until(() -> !container.has("gone", "1.0.0"));
    }

    @Test
    void readyIsSaidWithASummaryAndTakenBackWhenTheContainerStops() throws Exception {
        drop(JarBuilder.bundle("orders", "1.0.0"), "orders-1.0.jar");
        Path ready = home.resolve("data/run/ready.txt");

        await().atMost(SOON).until(() -> Files.exists(ready));
        assertThat(lines(ready).get(0))
                .matches("Mister Smith 0\\.1\\.0 READY in \\d+\\.\\d s   home \\./home   pid "
                        + ProcessHandle.current().pid());
        assertThat(lines(ready)).contains("plugins  1 running, 0 failed. Drop jars into home/deploy");
        assertThat(container.readiness().ready()).isTrue();
        container.stop();

        await().atMost(SOON).until(() -> !Files.exists(ready));
    }

    @Test
    void stuckPluginDoesNotHoldBackReady() throws Exception {
        drop(JarBuilder.bundle("endless", "1.0.0").activator(EndlessActivator.class), "endless.jar");
        Path ready = home.resolve("data/run/ready.txt");

        await().atMost(SOON).until(() -> Files.exists(ready));

        assertThat(lines(ready)).contains("plugins  0 running, 1 failed. Look: ./run shell plugin:list");
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }
}
