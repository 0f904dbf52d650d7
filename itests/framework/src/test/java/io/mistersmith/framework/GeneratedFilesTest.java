package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.framework.GeneratedFiles.File;
import io.mistersmith.framework.GeneratedFiles.Right;
import io.mistersmith.framework.GeneratedFiles.Wrong;
import io.mistersmith.framework.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Generated files on the whole path, an instance of a factory each: bad ones are refused with file, line, key and reason, and
 * change nothing; good ones are taken. {@code -Ptorture} takes 1,000 and 500, more at once than the watch of the folder holds.
 */
class GeneratedFilesTest {

    private static final int WRONG = Integer.getInteger("framework.bad.files", 200);
    private static final int RIGHT = WRONG / 2;
    private static final List<Wrong> WRONGS = List.of(Wrong.values());
    private static final List<Right> RIGHTS = List.of(Right.values());
    private static final long SEED = 20_261_122;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final TestFramework framework;
    private final ConfigurationProblems problems;

    /** A service, and what is in force for it. */
    private record Instance(long serviceId, String inForce) {}

    GeneratedFilesTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home);
        framework.deploy(TestBundles.build(home.resolve("deploy"), "corpus", "1.0.0", Corpus.class));
        problems = framework.service(ConfigurationProblems.class);
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void badOnesChangeNothingAndAreNamedAndGoodOnesAreTaken() throws Exception {
        GeneratedFiles generated = new GeneratedFiles(SEED);
        Map<String, String> before = new TreeMap<>();
        for (int i = 0; i < WRONG; i++) {
            File file = generated.right(Right.PLAIN, 1 + i % 90);
            save(i, file);
            before.put(pid(i), file.inForce());
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inForce()).isEqualTo(before));
        Map<String, Instance> instances = instances();

        Map<String, File> wrong = new TreeMap<>();
        for (int i = 0; i < WRONG; i++) {
            File file = generated.wrong(WRONGS.get(i % WRONGS.size()));
            save(i, file);
            wrong.put(pid(i), new File(file.kind(), "", file.line(), file.key(), file.reason(), ""));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refused().keySet()).containsAll(wrong.keySet()));
        Map<String, List<ConfigurationProblem>> refused = refused();
        wrong.forEach((pid, file) -> assertThat(refused.get(pid))
                .as("%s of %s", file.kind(), pid)
                .anySatisfy(problem -> {
                    assertThat(problem.file()).isEqualTo("home/etc/" + pid.replace('~', '-') + ".cfg");
                    assertThat(problem.line()).isEqualTo(file.line());
                    assertThat(problem.key()).isEqualTo(file.key());
                    assertThat(problem.reason()).contains(file.reason());
                    assertThat(problem.inForce()).startsWith("Still using ");
                }));
        assertThat(instances()).as("the same services with the same values").isEqualTo(instances);

        Map<String, String> after = new TreeMap<>(before);
        Map<String, File> right = new TreeMap<>();
        for (int i = 0; i < RIGHT; i++) {
            File file = generated.right(RIGHTS.get(i % RIGHTS.size()), 1 + (i + 7) % 90);
            save(i, file);
            after.put(pid(i), file.inForce());
            right.put(pid(i), file);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inForce()).isEqualTo(after));
        await().untilAsserted(() -> assertThat(refused()).hasSize(WRONG - RIGHT));
        assertThat(refused()).doesNotContainKeys(right.keySet().toArray(String[]::new));
        right.forEach((pid, file) -> assertThat(all().getOrDefault(pid, List.of()))
                .as("%s of %s", file.kind(), pid)
                .extracting(problem -> problem.line() + problem.key() + problem.reason())
                .isEqualTo(file.line() < 0 ? List.of() : List.of(file.line() + file.key() + file.reason())));
        assertThat(instances().values())
                .extracting(Instance::serviceId)
                .isEqualTo(instances.values().stream().map(Instance::serviceId).toList());
    }

    @Test
    void eachIsRefusedByItselfInTime() throws Exception {
        GeneratedFiles generated = new GeneratedFiles(SEED + 1);
        Map<Wrong, Long> millis = new TreeMap<>();
        for (int one = 0; one < WRONGS.size(); one++) {
            int i = one;
            Wrong what = WRONGS.get(i);
            if (what.isHeld()) {
                continue;
            }
            save(i, generated.right(Right.PLAIN, 1));
            await().until(() -> inForce().containsKey(pid(i)));
            File file = generated.wrong(what);
            long start = System.nanoTime();
            save(i, file);
            await().pollInterval(Duration.ofMillis(5)).until(() -> refused().containsKey(pid(i)));
            millis.put(what, Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        assertThat(millis.values())
                .as("ms from the edit to the problem, including two scans by File Install: %s", millis)
                .allSatisfy(
                        one -> assertThat(one).isLessThan(10_000)); // `benchmarks/compare config` measures the speed
    }

    private void save(int i, File file) throws IOException {
        Path path = framework.etc(pid(i).replace('~', '-') + ".cfg");
        Path beside = Files.write(home.resolve(path.getFileName()), file.content());
        Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pid(int i) {
        return "io.mistersmith.corpus~n" + i;
    }

    private Map<String, String> inForce() {
        Map<String, String> values = new TreeMap<>();
        instances().forEach((pid, instance) -> values.put(pid, instance.inForce()));
        return values;
    }

    private Map<String, Instance> instances() {
        try {
            Map<String, Instance> instances = new TreeMap<>();
            for (ServiceReference<?> reference :
                    framework.context().getServiceReferences(Supplier.class, "(corpus=true)")) {
                Supplier<?> supplier =
                        (Supplier<?>) Objects.requireNonNull(framework.context().getService(reference));
                instances.put(
                        String.valueOf(reference.getProperty("service.pid")),
                        new Instance((long) reference.getProperty("service.id"), String.valueOf(supplier.get())));
            }
            return instances;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, List<ConfigurationProblem>> refused() {
        Map<String, List<ConfigurationProblem>> refused = new TreeMap<>();
        all().forEach((pid, found) -> {
            List<ConfigurationProblem> refusals = found.stream()
                    .filter(problem -> !problem.inForce().equals("It has no effect."))
                    .toList();
            if (!refusals.isEmpty()) {
                refused.put(pid, refusals);
            }
        });
        return refused;
    }

    private Map<String, List<ConfigurationProblem>> all() {
        Map<String, List<ConfigurationProblem>> all = new HashMap<>();
        for (ConfigurationProblem problem : problems.list()) {
            if (problem.pid().startsWith("io.mistersmith.corpus~")) {
                all.computeIfAbsent(problem.pid(), pid -> new ArrayList<>()).add(problem);
            }
        }
        return all;
    }
}
