package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.Configurations;
import io.mistersmith.framework.calm.Calm;
import io.mistersmith.framework.calm.CalmConfig;
import io.mistersmith.framework.env.Size;
import io.mistersmith.framework.restless.Restless;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;

/** The whole path of a value: file, File Install, Config Admin, guard, component. */
class GuardedConfigurationTest {

    private static final String CALM = "io.mistersmith.examples.calm.cfg";

    /** Set for the process of this test; only one of the plugins knows it. */
    private static final String VARIABLE = "MS_ENVIRONMENT_SIZE";

    private final Path home;
    private TestFramework framework;

    GuardedConfigurationTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home);
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void aPluginGetsItsDefaultFileBeforeItIsActivatedAndIsActivatedOnce() throws Exception {
        deploy("calm", Calm.class);

        assertThat(calm()).containsExactly("activated 1000");
        assertThat(Files.readAllLines(framework.etc(CALM)))
                .startsWith("# Calm", "# A plugin that takes changes in place.")
                .element(6)
                .isEqualTo("large.above=1000");
        fileInstallPasses();
        assertThat(calm()).as("after File Install looked at the default file").containsExactly("activated 1000");
    }

    @Test
    void aPluginThatTakesNoChangesInPlaceIsActivatedOnceToo() throws Exception {
        deploy("restless", Restless.class);
        fileInstallPasses();

        assertThat(happened("restless")).containsExactly("activated 1000");
    }

    @Test
    void aBadValueLeavesTheOldOneAndTheComponentAndIsNamed() throws Exception {
        deploy("calm", Calm.class);
        edit(CALM, "large.above=500");
        awaitLast("calm", "modified 500");

        edit(CALM, "large.above=5oo");

        awaitProblem("home/etc/" + CALM + ":7: large.above=5oo is not a whole number 0..1000000. Still using 500."
                + " Mend the line and save.");
        fileInstallPasses();
        assertThat(calm()).doesNotContain("deactivated").last().isEqualTo("modified 500");
        assertThat(calm()).filteredOn(what -> what.startsWith("activated")).hasSize(1);
    }

    @Test
    void aBadValueNeverReachesAComponentThatIsMadeAnew() throws Exception {
        deploy("restless", Restless.class);

        edit("io.mistersmith.examples.restless.cfg", "large.above=5oo");

        await().until(() -> !problems().isEmpty());
        fileInstallPasses();
        // the Service Component Runtime makes a new one of equal values; that is why ours have a @Modified
        assertThat(happened("restless")).contains("activated 1000").isSubsetOf("activated 1000", "deactivated");
    }

    @Test
    void aMendedFileTakesEffectAndTheProblemIsGone() throws Exception {
        deploy("calm", Calm.class);
        edit(CALM, "large.above=5oo");
        awaitProblem("home/etc/" + CALM + ":7: large.above=5oo is not a whole number 0..1000000. Still using 1000."
                + " Mend the line and save.");

        edit(CALM, "large.above=600");

        awaitLast("calm", "modified 600");
        await().untilAsserted(() -> assertThat(problems()).isEmpty());
    }

    @Test
    void aFileMadeBadWhileTheContainerIsDownLeavesTheValueOfBefore() throws Exception {
        deploy("calm", Calm.class);
        edit(CALM, "large.above=500");
        awaitLast("calm", "modified 500");
        framework.close();
        Files.writeString(framework.etc(CALM), "large.above=5oo\n");

        framework = TestFramework.open(home);

        awaitProblem("home/etc/" + CALM + ":1: large.above=5oo is not a whole number 0..1000000. Still using 500."
                + " Mend the line and save.");
        assertThat(calm()).allSatisfy(what -> assertThat(what).endsWith(" 500"));
    }

    @Test
    void aFileDeletedWhileTheContainerIsDownIsWrittenAnewWithTheDefaults() throws Exception {
        deploy("calm", Calm.class);
        edit(CALM, "large.above=500");
        awaitLast("calm", "modified 500");
        framework.close();
        Files.delete(framework.etc(CALM));

        framework = TestFramework.open(home);

        assertThat(calm()).containsExactly("activated 1000");
        assertThat(framework.etc(CALM)).content().contains("large.above=1000");
    }

    @Test
    void aHalfWrittenFileChangesNothingUntilItIsWhole() throws Exception {
        deploy("calm", Calm.class);
        framework.save(CALM, "large.above=50");

        await().untilAsserted(() -> assertThat(problems())
                .containsExactly("home/etc/" + CALM + ":1: does not end in a newline, so it may be half written."
                        + " Still using the values of before. Mend the line and save."));
        assertThat(calm()).allSatisfy(what -> assertThat(what).endsWith(" 1000"));
        framework.save(CALM, "large.above=50\n");

        awaitLast("calm", "modified 50");
        assertThat(problems()).isEmpty();
    }

    @Test
    void theEnvironmentConfiguresAPidWithoutAFile() throws Exception {
        assertThat(problemsOfVariable()).hasSize(1);

        framework.deploy(TestBundles.build(home.resolve("system"), "env", "1.0.0", Size.class));

        assertThat(problemsOfVariable()).isEmpty();

        assertThat(framework.service(IntSupplier.class).getAsInt()).isEqualTo(7);
        assertThat(framework.etc("io.mistersmith.environment.cfg"))
                .as("a bundle that is no plugin gets no default file")
                .doesNotExist();
    }

    @Test
    void boundValuesFollowTheFileAndAListenersRefusalKeepsTheOldOnes() throws Exception {
        deploy("calm", Calm.class);
        List<String> changes = Collections.synchronizedList(new ArrayList<>());
        var live = framework.service(Configurations.class).bind(CalmConfig.class, "io.mistersmith.examples.calm");
        live.onChange((before, now, keys) ->
                        changes.add(before.large_above() + " to " + now.large_above() + " " + keys))
                .onChange((before, now, keys) -> {
                    if (now.large_above() > 800) {
                        throw new IllegalStateException("more than the hall holds");
                    }
                });
        assertThat(live.get().large_above()).isEqualTo(1000);

        edit(CALM, "large.above=500");
        await().untilAsserted(() -> assertThat(live.get().large_above()).isEqualTo(500));
        edit(CALM, "large.above=900");

        awaitProblem("home/etc/" + CALM + ":7: large.above=900 was refused: more than the hall holds. Still using 500."
                + " Mend the line and save.");
        assertThat(live.get().large_above()).isEqualTo(500);
        assertThat(changes)
                .containsExactly("1000 to 500 [large.above]", "500 to 900 [large.above]", "900 to 500 [large.above]");
        awaitLast("calm", "modified 500");
    }

    @Test
    void whoeverBindsHasTheValueOfThatMomentWhateverChangedIt() throws Exception {
        deploy("calm", Calm.class);
        fileInstallPasses();
        Configuration configuration =
                framework.service(ConfigurationAdmin.class).getConfiguration("io.mistersmith.examples.calm", "?");
        for (int i = 1; i <= 20; i++) {
            Dictionary<String, Object> properties = configuration.getProperties();
            properties.put("large.above", i);
            configuration.update(properties);
            assertThat(bound()).as("set by a program").isEqualTo(i);
        }

        ServiceRegistration<?> registration = framework
                .context()
                .registerService(
                        ConfigurationPlugin.class,
                        (reference, properties) -> properties.put("large.above", "77"),
                        FrameworkUtil.asDictionary(Map.of(ConfigurationPlugin.CM_RANKING, 550)));
        assertThat(bound()).as("changed by a plugin of Config Admin").isEqualTo(77);
        registration.unregister();
        await().untilAsserted(() -> assertThat(bound()).as("without it").isEqualTo(20));

        configuration.delete();
        assertThat(bound()).as("the default").isEqualTo(1000);
    }

    private int bound() {
        try (var live =
                framework.service(Configurations.class).bind(CalmConfig.class, "io.mistersmith.examples.calm")) {
            return live.get().large_above();
        }
    }

    @Test
    void aNewVersionOfAPluginKeepsTheFile() throws Exception {
        Bundle bundle = deploy("calm", Calm.class);
        edit(CALM, "large.above=500");
        awaitLast("calm", "modified 500");

        framework.update(bundle, TestBundles.build(home.resolve("newer"), "calm", "1.1.0", Calm.class));

        await().untilAsserted(() -> assertThat(calm()).containsExactly("activated 500"));
    }

    private Bundle deploy(String name, Class<?> type) throws BundleException {
        return framework.deploy(TestBundles.build(home.resolve("deploy"), name, "1.0.0", type));
    }

    /** Puts a line in the place of the one that sets the same key. */
    private void edit(String file, String line) throws IOException {
        String key = line.substring(0, line.indexOf('=') + 1);
        List<String> lines = Files.readAllLines(framework.etc(file)).stream()
                .map(before -> before.startsWith(key) ? line : before)
                .toList();
        framework.save(file, String.join("\n", lines) + "\n");
    }

    /** Waits until File Install has handled everything before: a file written now has its configuration. */
    private void fileInstallPasses() throws IOException {
        framework.save("zz.probe.cfg", "at=" + System.nanoTime() + "\n");
        ConfigurationAdmin admin = framework.service(ConfigurationAdmin.class);
        await().until(() -> admin.listConfigurations("(service.pid=zz.probe)") != null);
    }

    private List<String> calm() {
        return happened("calm");
    }

    @SuppressWarnings("unchecked")
    private List<String> happened(String name) {
        return (List<String>)
                framework.service(Supplier.class, "(name=" + name + ")").get();
    }

    private void awaitLast(String name, String what) {
        await().untilAsserted(() -> assertThat(happened(name)).last().isEqualTo(what));
    }

    private void awaitProblem(String message) {
        await().untilAsserted(() -> assertThat(problems()).containsExactly(message));
    }

    private List<String> problems() {
        return list(file -> file.endsWith(".cfg"))
                .map(ConfigurationProblem::message)
                .toList();
    }

    private Stream<ConfigurationProblem> problemsOfVariable() {
        return list(VARIABLE::equals);
    }

    /** The problems of some sources: other variables of whoever runs the tests are none of theirs. */
    private Stream<ConfigurationProblem> list(Predicate<String> sources) {
        return framework.service(ConfigurationProblems.class).list().stream()
                .filter(problem -> sources.test(problem.file()));
    }
}
