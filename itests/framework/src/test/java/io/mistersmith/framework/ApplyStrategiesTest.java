package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.Configurations;
import io.mistersmith.configuration.Configurations.Live;
import io.mistersmith.configuration.DrainHook;
import io.mistersmith.configuration.WaitingChange;
import io.mistersmith.framework.calm.Calm;
import io.mistersmith.framework.calm.CalmConfig;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** When values take effect: at once, after what is under way, or at the next use. */
class ApplyStrategiesTest {

    private static final String PID = "io.mistersmith.examples.calm";
    private static final String CFG = PID + ".cfg";

    private final Path home;
    private TestFramework framework;
    private final CalmPlugin calm = new CalmPlugin(() -> framework);
    private final Bundle plugin;
    private final CompletableFuture<Object> ended = new CompletableFuture<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    ApplyStrategiesTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home);
        plugin = framework.deploy(TestBundles.build(home.resolve("deploy"), "calm", "1.0.0", Calm.class));
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void gracefulDrainsFirstAndThenApplies() throws Exception {
        hook(new Ending());
        strategy("graceful");

        save("graceful", 500);

        await().untilAsserted(() -> assertThat(asked).containsExactly(PID + " [large.above]"));
        assertThat(waiting()).singleElement().satisfies(change -> assertThat(change.message())
                .startsWith(PID + ": large.above waits for what is under way to end since "));
        assertThat(calm.last()).isEqualTo("modified 1000");
        ended.complete(null);
        calm.awaitLast("modified 500");
        await().untilAsserted(() -> assertThat(asked).last().isEqualTo("resumed"));
        assertThat(waiting()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void gracefulAppliesAfterItsTimeoutAnyway() throws Exception {
        hook(new Ending());
        framework.save(CFG, "large.above=1000\napply.strategy=graceful\napply.timeout.ms=200\n");
        calm.awaitLast("modified 1000");

        framework.save(CFG, "large.above=500\napply.strategy=graceful\napply.timeout.ms=200\n");

        calm.awaitLast("modified 500");
        assertThat(ended).isNotDone();
    }

    @Test
    void aHookThatGoesWhileDrainingHoldsNothingUp() throws Exception {
        ServiceRegistration<DrainHook> registration = hook(new Ending());
        strategy("graceful");
        save("graceful", 500);
        await().until(() -> !asked.isEmpty());

        registration.unregister();

        calm.awaitLast("modified 500");
    }

    @Test
    void aHookThatBlocksHoldsOnlyItsPidUpAndIsInterrupted() throws Exception {
        framework.install(40, "io.mistersmith.threads.provider");
        framework.service(ThreadPools.class);
        framework.service(ExecutorService.class, "(threads.name=blocking)");
        CountDownLatch interrupted = new CountDownLatch(1);
        hook((pid, keys) -> {
            asked.add(pid);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return ended;
        });
        strategy("graceful");
        save("graceful", 500);
        await().until(() -> !asked.isEmpty());

        framework.save("io.mistersmith.threads.pool-other.cfg", "size=1\n");
        framework.service(ExecutorService.class, "(threads.name=other)");
        assertThat(calm.last()).isEqualTo("modified 1000");
        framework.save(CFG, "large.above=500\napply.strategy=immediate\n");

        calm.awaitLast("modified 500");
        await().until(() -> interrupted.getCount() == 0);
    }

    @Test
    void aPluginThatStopsWhileDrainingHasTheNewValuesWhenItStartsAgain() throws Exception {
        hook(new Ending());
        strategy("graceful");
        save("graceful", 500);
        await().until(() -> !asked.isEmpty());

        plugin.stop();
        await().until(() -> waiting().isEmpty());
        plugin.start();

        assertThat(calm.last()).isEqualTo("activated 500");
    }

    @Test
    void onNextUseWaitsForTheNextReadOfBoundValues() throws Exception {
        Live<CalmConfig> live = configurations().bind(CalmConfig.class, PID);
        strategy("on_next_use");

        save("on_next_use", 500);

        await().untilAsserted(() ->
                assertThat(waiting()).extracting(WaitingChange::strategy).containsExactly("on_next_use"));
        assertThat(calm.last()).isEqualTo("modified 1000");
        await().untilAsserted(() -> assertThat(live.get().large_above()).isEqualTo(500));
        calm.awaitLast("modified 500");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void onNextUseWaitsUntilAComponentBeginsAUnitOfWork() throws Exception {
        strategy("on_next_use");
        save("on_next_use", 500);
        await().until(() -> !waiting().isEmpty());
        assertThat(calm.last()).isEqualTo("modified 1000");

        assertThat(configurations().beginUse(PID)).isTrue();

        calm.awaitLast("modified 500");
        assertThat(configurations().beginUse(PID)).isFalse();
    }

    @Test
    void valuesRefusedAtTheirFirstUseAreTakenBackFromEverybody() throws Exception {
        Live<CalmConfig> live = configurations().bind(CalmConfig.class, PID);
        live.onChange((before, now, keys) -> {
            if (now.large_above() > 800) {
                throw new IllegalStateException("more than the hall holds");
            }
        });
        save("on_next_use", 500);
        await().until(() -> live.get().large_above() == 500);
        calm.awaitLast("modified 500");
        save("on_next_use", 900);
        await().until(() -> !waiting().isEmpty());

        await().untilAsserted(() -> {
            assertThat(live.get().large_above()).isEqualTo(500);
            assertThat(problems())
                    .containsExactly("home/etc/" + CFG + ":1: large.above=900 was refused: more than the hall holds."
                            + " Still using 500. Mend the line and save.");
        });
        calm.awaitLast("modified 500");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aBadValueIsRefusedAtOnceWhateverTheStrategy() throws Exception {
        strategy("on_next_use");

        framework.save(CFG, "large.above=5oo\napply.strategy=on_next_use\n");

        await().untilAsserted(
                        () -> assertThat(problems()).singleElement().asString().contains(":1: large.above=5oo"));
        assertThat(waiting()).isEmpty();
        framework.save(CFG, "large.above=500\napply.strategy=sometimes\n");
        await().untilAsserted(() -> assertThat(problems())
                .singleElement()
                .asString()
                .contains(":2: apply.strategy=sometimes is not one of immediate, graceful, on_next_use"));
    }

    @Test
    void afterARestartNothingWaits() throws Exception {
        strategy("on_next_use");
        save("on_next_use", 500);
        await().until(() -> !waiting().isEmpty());
        framework.close();
        Files.writeString(framework.etc(CFG), "large.above=600\napply.strategy=on_next_use\n");

        framework = TestFramework.open(home);

        await().untilAsserted(() -> assertThat(calm.happened()).contains("activated 600"));
        assertThat(waiting()).isEmpty();
    }

    /** Notes what it is asked, and is done when the test says so. */
    private final class Ending implements DrainHook {

        @Override
        public CompletionStage<?> drain(String pid, Set<String> keys) {
            asked.add(pid + " " + keys);
            return ended;
        }

        @Override
        public void resume(String pid) {
            asked.add("resumed");
        }
    }

    private ServiceRegistration<DrainHook> hook(DrainHook hook) {
        return framework
                .context()
                .registerService(DrainHook.class, hook, FrameworkUtil.asDictionary(Map.of(DrainHook.PID, PID)));
    }

    private void strategy(String strategy) throws IOException {
        save(strategy, 1000);
        calm.awaitLast("modified 1000");
    }

    private void save(String strategy, int value) throws IOException {
        framework.save(CFG, "large.above=" + value + "\napply.strategy=" + strategy + "\n");
    }

    private Configurations configurations() {
        return framework.service(Configurations.class);
    }

    private List<WaitingChange> waiting() {
        return framework.service(ConfigurationProblems.class).waiting();
    }

    private List<String> problems() {
        return framework.service(ConfigurationProblems.class).list().stream()
                .filter(problem -> problem.file().endsWith(".cfg"))
                .map(ConfigurationProblem::message)
                .toList();
    }
}
