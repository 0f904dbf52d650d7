package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.framework.calm.Calm;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A value's ways in: the read-only folder, a file written or swapped in whatever manner, a program. */
class LayeredConfigurationTest {

    private static final String PID = "io.mistersmith.examples.calm";
    private static final String CFG = PID + ".cfg";
    private static final String FOLDER = "mistersmith.config.path";

    private final Path home;
    private final Path folder;
    private TestFramework framework;
    private final CalmPlugin calm = new CalmPlugin(() -> framework);

    LayeredConfigurationTest(@TempDir Path temporary) throws BundleException, IOException {
        home = temporary.toRealPath().resolve("home");
        folder = temporary.toRealPath().resolve("config");
        System.setProperty(FOLDER, folder.toString());
        framework = TestFramework.open(home);
        framework.deploy(TestBundles.build(home.resolve("deploy"), "calm", "1.0.0", Calm.class));
    }

    @AfterEach
    void close() throws BundleException {
        System.clearProperty(FOLDER);
        framework.close();
    }

    @Test
    void aFolderThatComesLaterWinsKeyByKeyAndItsBadValuesAreNamed() throws Exception {
        assertThat(problems())
                .containsExactly(
                        "MS_FRAMEWORK_CONFIG_PATH: " + folder + " is not there. What etc/ says is in force; it is"
                                + " looked at twice a second. Set it right and start again.");

        inFolder(CFG, "large.above=7\n");
        calm.awaitLast("modified 7");
        await().untilAsserted(() -> assertThat(problems()).isEmpty());
        assertThat(history().get(0))
                .contains("by=folder", "how=folder\n", "file=" + folder.resolve(CFG) + "\n", "keys=large.above\n");

        inFolder(CFG, "# a comment\nlarge.above=7x\n");
        await().untilAsserted(() -> assertThat(problems())
                .containsExactly(
                        folder.resolve(CFG) + ":2: large.above=7x is not a whole number 0..1000000. Still using"
                                + " 7. Mend the line and save."));
        assertThat(calm.last()).isEqualTo("modified 7");

        Files.delete(folder.resolve(CFG));
        calm.awaitLast("modified 1000");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aMountedConfigMapIsSwappedAsAWhole() throws Exception {
        mount("..one", "large.above=7");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(folder.resolve(CFG), Path.of("..data/" + CFG));
        calm.awaitLast("modified 7");

        mount("..two", "large.above=8");
        swap(folder, "..two");

        calm.awaitLast("modified 8");
        assertThat(problems()).isEmpty();
    }

    @Test
    void whatOnlyTheFolderHasIsConfiguredAndGoesWithItsFile() throws Exception {
        framework.install(40, "io.mistersmith.threads.provider");
        inFolder("io.mistersmith.threads.pool-mounted.cfg", "size=1\n");
        inFolder("zz.only.cfg", "where=here\n");

        framework.service(ExecutorService.class, "(threads.name=mounted)");
        await().untilAsserted(() -> assertThat(value("zz.only", "where")).isEqualTo("here"));

        Files.delete(folder.resolve("io.mistersmith.threads.pool-mounted.cfg"));
        Files.delete(folder.resolve("zz.only.cfg"));
        await().until(() -> !hasPool("mounted"));
        await().until(() -> admin().listConfigurations("(service.pid=zz.only)") == null);
    }

    @Test
    void aFileOfTheFolderThatGoesWhileTheContainerIsDownTakesItsConfigurationWithIt() throws Exception {
        inFolder("zz.only.cfg", "where=here\n");
        await().untilAsserted(() -> assertThat(value("zz.only", "where")).isEqualTo("here"));
        framework.close();
        Files.delete(folder.resolve("zz.only.cfg"));

        framework = TestFramework.open(home);

        await().until(() -> admin().listConfigurations("(service.pid=zz.only)") == null);
    }

    @Test
    void whatTheFolderSaysStaysWhenTheFileInEtcGoes() throws Exception {
        inFolder(CFG, "large.above=7\n");
        calm.awaitLast("modified 7");

        Files.delete(framework.etc(CFG));

        await().until(() -> configuration() == null
                || Objects.requireNonNull(configuration()).getProperties().get("felix.fileinstall.filename") == null);
        await().untilAsserted(() -> assertThat(value(PID, "large.above")).isEqualTo("7"));
        calm.awaitLast("modified 7");
    }

    @Test
    void aValueAProgramSetWinsUntilItsKeyIsEdited() throws Exception {
        inFolder(CFG, "large.above=7\n");
        calm.awaitLast("modified 7");
        Configuration configuration = Objects.requireNonNull(configuration());
        Dictionary<String, Object> properties = configuration.getProperties();
        properties.put("large.above", "5");

        configuration.update(properties);
        calm.awaitLast("modified 5");
        framework.save(CFG, "large.above=1000\nname.target=(a=b)\n");
        await().untilAsserted(() -> assertThat(value(PID, "name.target")).isEqualTo("(a=b)"));
        assertThat(value(PID, "large.above")).isEqualTo("5");

        inFolder(CFG, "large.above=8\n");
        calm.awaitLast("modified 8");
    }

    @Test
    void aFileThatIsWrittenInPlaceIsTakenWhenItIsWhole() throws Exception {
        Files.writeString(framework.etc(CFG), "large.ab", StandardOpenOption.TRUNCATE_EXISTING);
        Files.writeString(framework.etc(CFG), "ove=600", StandardOpenOption.APPEND);
        Files.writeString(framework.etc(CFG), "\n", StandardOpenOption.APPEND);

        calm.awaitLast("modified 600");
        await().untilAsserted(() -> assertThat(problems()).noneMatch(problem -> problem.contains(CFG)));
    }

    @Test
    void ofAFileThatIsWrittenLineByLineOnlyTheLastStateIsTaken() throws Exception {
        framework.save(CFG, "large.above=600\n");
        calm.awaitLast("modified 600");
        int revisions = history().size();
        // A file is taken once it has been quiet for 500 ms; a longer pause between two of these writes would make it
        // whole.
        Duration longestPause = Duration.ofMillis(400);
        int first = 1;
        while (!writeLineByLine(first, longestPause)) {
            first += 5;
            assertThat(first)
                    .as("lines written before five in a row came in time")
                    .isLessThan(100);
            calm.awaitLast("modified " + (first - 1));
            revisions = history().size();
        }

        int last = first + 4;
        calm.awaitLast("modified " + last);
        for (int line = first; line < last; line++) {
            assertThat(calm.happened()).doesNotContain("modified " + line);
        }
        await().untilAsserted(() -> assertThat(history().get(0))
                .contains("how=file\n", "keys=large.above\n", "\nlarge.above=" + last + "\n"));
        assertThat(history()).hasSize(revisions + 1);
    }

    /** Appends five lines with a pause after each; returns whether no pause took longer than it may. */
    private boolean writeLineByLine(int first, Duration longestPause) throws IOException {
        boolean inTime = true;
        for (int line = first; line < first + 5; line++) {
            long written = System.nanoTime();
            Files.writeString(framework.etc(CFG), "large.above=" + line + "\n", StandardOpenOption.APPEND);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos()); // the pause of a slow writer is the input
            inTime &= System.nanoTime() - written < longestPause.toNanos();
        }
        return inTime;
    }

    @Test
    void aFileThatIsRenamedAwayIsGoneAndOneThatIsRenamedBackIsTaken() throws Exception {
        framework.save(CFG, "large.above=600\n");
        calm.awaitLast("modified 600");

        Files.move(framework.etc(CFG), framework.etc("away.cfg~"));
        calm.awaitLast("modified 1000");
        Files.move(framework.etc("away.cfg~"), framework.etc(CFG));

        calm.awaitLast("modified 600");
    }

    @Test
    void anEtcOfLinksIsSwappedAsAWholeAndItsFilesNeedNoNewlineAtTheEnd() throws Exception {
        Path etc = home.resolve("etc");
        Files.createDirectory(etc.resolve("..one"));
        Files.writeString(etc.resolve("..one").resolve(CFG), "large.above=7");
        Files.createSymbolicLink(etc.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(etc.resolve("link"), Path.of("..data/" + CFG));
        Files.move(etc.resolve("link"), framework.etc(CFG), StandardCopyOption.REPLACE_EXISTING);
        calm.awaitLast("modified 7");

        Files.createDirectory(etc.resolve("..two"));
        Files.writeString(etc.resolve("..two").resolve(CFG), "large.above=80");
        swap(etc, "..two");

        calm.awaitLast("modified 80");
        assertThat(problems()).noneMatch(problem -> problem.contains(CFG));
    }

    @Test
    void aConfigurationWhoseFileIsReadOnlyIsHandedOutAnewAllTheSame() throws Exception {
        framework.save(CFG, "large.above=600\n");
        calm.awaitLast("modified 600");
        Configuration configuration = Objects.requireNonNull(configuration());
        configuration.addAttributes(Configuration.ConfigurationAttribute.READ_ONLY);

        inFolder(CFG, "large.above=7\n");

        calm.awaitLast("modified 7");
        await().untilAsserted(() ->
                assertThat(configuration.getAttributes()).contains(Configuration.ConfigurationAttribute.READ_ONLY));
    }

    private void inFolder(String name, String text) throws IOException {
        Files.createDirectories(folder);
        Path beside = Files.writeString(folder.resolve(name + ".new"), text);
        Files.move(beside, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private void mount(String version, String text) throws IOException {
        Files.createDirectories(folder.resolve(version));
        Files.writeString(folder.resolve(version).resolve(CFG), text);
    }

    private static void swap(Path folder, String version) throws IOException {
        Files.createSymbolicLink(folder.resolve("..next"), Path.of(version));
        Files.move(
                folder.resolve("..next"),
                folder.resolve("..data"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** The revisions of the PID as they are kept, the newest first. */
    private List<String> history() throws IOException {
        List<String> revisions = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(home.resolve("data/configuration/history/" + PID), "*.rev")) {
            for (Path file : files) {
                revisions.add(file.getFileName() + "\n" + Files.readString(file));
            }
        }
        revisions.sort(Comparator.reverseOrder());
        return revisions;
    }

    private ConfigurationAdmin admin() {
        return framework.service(ConfigurationAdmin.class);
    }

    private @Nullable Configuration configuration() throws Exception {
        Configuration[] found = admin().listConfigurations("(service.pid=" + PID + ")");
        return found == null ? null : found[0];
    }

    private @Nullable Object value(String pid, String key) throws IOException {
        Dictionary<String, Object> inForce = admin().getConfiguration(pid, "?").getProcessedProperties(null);
        return inForce == null ? null : inForce.get(key);
    }

    private boolean hasPool(String name) throws Exception {
        return !framework
                .context()
                .getServiceReferences(ExecutorService.class, "(threads.name=" + name + ")")
                .isEmpty();
    }

    private List<String> problems() {
        return framework.service(ConfigurationProblems.class).list().stream()
                .filter(problem -> !problem.file().equals("MS_ENVIRONMENT_SIZE"))
                .map(ConfigurationProblem::message)
                .toList();
    }
}
