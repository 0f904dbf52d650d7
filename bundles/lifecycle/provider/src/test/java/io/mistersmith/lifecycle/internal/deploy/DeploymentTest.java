package io.mistersmith.lifecycle.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.internal.JarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {

    @TempDir
    Path home = Path.of("");

    private final FakeHost host = new FakeHost();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger interrupts = new AtomicInteger();
    private long nanos = 1;
    private Path deploy = Path.of("");
    private Deployment deployment = deployment();

    @BeforeEach
    void folder() throws IOException {
        deploy = Files.createDirectories(home.resolve("deploy"));
        deployment = deployment();
    }

    private Deployment deployment() {
        Deployment fresh = new Deployment(
                new FolderScan(deploy, Duration.ofSeconds(2), () -> nanos),
                host,
                new ReplacedJars(deploy.resolveSibling("replaced")),
                Duration.ofSeconds(30),
                () -> nanos);
        fresh.workers(this::queue);
        return fresh;
    }

    private Runnable queue(Runnable task, Duration limit) {
        tasks.add(task);
        return interrupts::incrementAndGet;
    }

    /** Scans until nothing is left to do. */
    private void settle() {
        for (int i = 0; i < 4; i++) {
            deployment.tick();
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }
    }

    private Path drop(String name, String version) {
        return JarBuilder.bundle(name, version).at(deploy.resolve(name + "-" + version + ".jar"));
    }

    private PluginStatus status(String name, String version) {
        return deployment.list().stream()
                .filter(row -> row.name().equals(name) && row.version().equals(version))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void scanThatThrewIsFollowedByOthers() {
        AtomicInteger failures = new AtomicInteger(1);
        Deployment unlucky = new Deployment(
                new FolderScan(deploy, Duration.ofSeconds(2), () -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("not today");
                    }
                    return nanos;
                }),
                host,
                new ReplacedJars(deploy.resolveSibling("replaced")),
                Duration.ofSeconds(30),
                () -> nanos);
        deployment = unlucky;
        unlucky.workers(this::queue);
        drop("orders", "1.0");
        assertThatThrownBy(unlucky::tick).hasMessage("not today");

        settle();

        assertThat(status("orders", "1.0").state()).isEqualTo("running");
    }

    @Test
    void highestOfSeveralVersionsIsTheOneThatStarts() {
        drop("orders", "1.9");
        drop("orders", "1.10");

        settle();

        assertThat(host.calls).containsExactly("install orders 1.10", "start orders 1.10");
        assertThat(status("orders-1.9.jar", "1.9").problem()).startsWith("orders-1.9.jar is refused: it is orders 1.9");
    }

    @Test
    void replacementStopsTheOldOneOnlyWhenTheNewOneIsResolved() {
        drop("orders", "1.0");
        settle();
        host.missing.put("orders 1.1", "needs package a.b, which no bundle provides.");
        drop("orders", "1.1");
        settle();
        assertThat(host.calls).doesNotContain("stop orders 1.0");

        host.missing.clear();
        deployment.changed(99);
        settle();

        assertThat(host.calls)
                .containsExactly(
                        "install orders 1.0",
                        "start orders 1.0",
                        "install orders 1.1",
                        "stop orders 1.0",
                        "start orders 1.1",
                        "uninstall orders 1.0");
        assertThat(home.resolve("replaced/orders-1.0.jar")).exists();
    }

    @Test
    void replacementTellsWhatWaitedAndWhatWasLost() {
        drop("orders", "1.0");
        settle();
        host.traffic = new Traffic(true, Map.of("totals", 41L, "large", 3L), Map.of("totals", 7L));

        drop("orders", "1.1");
        settle();

        assertThat(status("orders", "1.1").replaced())
                .isEqualTo("orders 1.0 -> 1.1 in 0.0 s: 41 events waited, 0 lost");
    }

    @Test
    void oldOneStartsAgainWhenTheNewOneThrows() {
        drop("orders", "1.0");
        settle();
        host.throwing.add("orders 1.1");
        drop("orders", "1.1");

        settle();

        assertThat(host.calls).containsSubsequence("stop orders 1.0", "start orders 1.1", "start orders 1.0");
        assertThat(status("orders", "1.0").running()).isTrue();
        assertThat(status("orders", "1.1").problem())
                .isEqualTo("orders 1.1 failed: its start threw java.lang.IllegalStateException: no licence. "
                        + "plugin:why orders shows the stack. Mend it and copy it again. orders 1.0 runs on.");
    }

    @Test
    void startThatDoesNotReturnIsGivenUpAndTheOldOneRunsAgain() {
        drop("orders", "1.0");
        settle();
        drop("orders", "1.1");
        deployment.tick();
        host.onStart = () -> { // inside the start of 1.1 time goes by, and the next scan sees it
            host.onStart = () -> {};
            nanos += Duration.ofSeconds(30).toNanos();
            deployment.tick();
            tasks.remove().run();
        };
        deployment.tick();
        tasks.remove().run();

        assertThat(interrupts).hasValue(1);
        assertThat(status("orders", "1.0").running()).isTrue();
        assertThat(status("orders", "1.1").problem())
                .startsWith("orders 1.1 failed: its start has not returned for 30 s, it is in ");
        assertThat(status("orders", "1.1").details()).anyMatch(line -> line.contains("DeploymentTest"));
        assertThat(host.calls).endsWith("start orders 1.0", "stop orders 1.1");
    }

    @Test
    void startThatIsSlowIsNamedWithItsStackUntilItReturns() {
        drop("orders", "1.0");
        deployment.tick();
        host.onStart = () -> {
            nanos += Duration.ofSeconds(2).toNanos() - 1;
            deployment.tick();
            assertThat(status("orders", "1.0").problem()).isEmpty();
            nanos++;
            deployment.tick();
            assertThat(status("orders", "1.0").state()).isEqualTo("starting");
            assertThat(status("orders", "1.0").problem())
                    .startsWith("orders 1.0 is slow: its start has not returned for 2 s, it is in ")
                    .endsWith(". plugin:why orders shows the stack. It is given up after 30 s.");
            assertThat(status("orders", "1.0").details()).anyMatch(line -> line.contains("DeploymentTest"));
        };
        deployment.tick();
        tasks.remove().run();

        assertThat(status("orders", "1.0").running()).isTrue();
        assertThat(status("orders", "1.0").problem()).isEmpty();
    }

    @Test
    void sameFileAgainIsNotTriedAgainUntilItChanges() {
        host.throwing.add("orders 1.0");
        Path jar = drop("orders", "1.0");
        settle();
        settle();
        assertThat(host.calls).containsExactly("install orders 1.0", "start orders 1.0");

        host.throwing.clear();
        JarBuilder.bundle("orders", "1.0").entry("fix", "1").at(jar);
        settle();

        assertThat(status("orders", "1.0").running()).isTrue();
    }

    @Test
    void stepsWaitWhileThereAreNoThreads() {
        deployment.workers(null);
        drop("orders", "1.0");
        settle();
        assertThat(host.calls).isEmpty();
        assertThat(deployment.settled()).isFalse();

        deployment.workers(this::queue);
        settle();

        assertThat(status("orders", "1.0").running()).isTrue();
        assertThat(deployment.settled()).isTrue();
    }

    @Test
    void stepsWaitWhileThePoolIsFull() {
        deployment.workers((task, limit) -> {
            throw new RejectedExecutionException("full");
        });
        drop("orders", "1.0");
        settle();
        assertThat(status("orders", "1.0").state()).isEqualTo("starting");

        deployment.workers(this::queue);
        settle();

        assertThat(status("orders", "1.0").running()).isTrue();
    }

    @Test
    void stepWhoseThreadsWereTakenAwayIsMadeAgain() {
        drop("orders", "1.0");
        deployment.tick();
        deployment.tick();
        assertThat(tasks).hasSize(1);

        deployment.workers(null);
        deployment.workers(this::queue);
        tasks.clear();
        settle();

        assertThat(status("orders", "1.0").running()).isTrue();
    }

    @Test
    void refusedVersionHasItsTurnWhenTheHigherOneIsDeleted() throws IOException {
        Path high = drop("orders", "1.1");
        settle();
        drop("orders", "1.0");
        settle();

        Files.delete(high);
        settle();

        assertThat(status("orders", "1.0").running()).isTrue();
    }

    @Test
    void jarThatWasReplacedIsNeverOverwritten() {
        for (int round = 0; round < 2; round++) {
            drop("orders", "1.0");
            settle();
            Path high = drop("orders", "1.1");
            settle();
            assertThat(high).exists();
            assertThat(high.toFile().delete()).isTrue();
            settle();
        }

        assertThat(home.resolve("replaced/orders-1.0.jar")).exists();
        assertThat(home.resolve("replaced/orders-1.0-2.jar")).exists();
    }

    @Test
    void aStepThatGotNoThreadInTimeBeginsAgain() {
        drop("orders", "1.0");
        deployment.tick();
        deployment.tick();
        assertThat(tasks).as("steps that wait for a thread").hasSize(1);
        Runnable withdrawn = tasks.remove(); // by its pool, which says so to nobody

        nanos += Duration.ofSeconds(61).toNanos();
        settle();

        assertThat(status("orders", "1.0").state()).isEqualTo("running");
        withdrawn.run();
        assertThat(host.calls).as("calls").doesNotHaveDuplicates();
    }
}
