package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.configuration.ConfigurationValidator.Finding;
import io.mistersmith.framework.corpus.Corpus;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** Restarts with bad files, rules of validators, secrets: on the whole path. */
class RefusedConfigurationTest {

    private static final String CFG = "io.mistersmith.corpus-one.cfg";
    private static final String PID = "io.mistersmith.corpus";
    private static final String REST = "url=http://h/\nmode=SAFE\nnames=a\n";

    private final Path home;
    private TestFramework framework;

    RefusedConfigurationTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home);
        framework.deploy(TestBundles.build(home.resolve("deploy"), "corpus", "1.0.0", Corpus.class));
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void aStartWithAFileThatCannotBeReadHasTheLastGoodValuesAndSaysSo() throws Exception {
        take("window=42\nhost=h\n", "42 SAFE h a");
        framework.close();
        Files.writeString(framework.etc(CFG), REST + "window=43\nhost=\\uZZZZ\n");

        framework = TestFramework.open(home);

        awaitInForce("42 SAFE h a");
        awaitProblem("home/etc/" + CFG + ":5: host=\\uZZZZ has an escape \\u without four hexadecimal digits. "
                + "Still using h. Mend the line and save.");
    }

    @Test
    void evenWhenConfigAdminHasForgottenThem() throws Exception {
        take("window=42\nhost=h\n", "42 SAFE h a");
        framework.close();
        deleteAll(home.resolve("data/configurations"));
        Files.writeString(framework.etc(CFG), "\uFEFF" + REST + "window=43\n", StandardCharsets.UTF_8);

        framework = TestFramework.open(home);

        awaitInForce("42 SAFE h a");
        awaitProblem("home/etc/" + CFG + ":1: begins with a byte order mark; save it without. "
                + "Still using the values of before. Mend the line and save.");
    }

    @Test
    void aFileMendedToWhatItSaidBeforeIsNoProblemAnyMore() throws Exception {
        take("window=42\nhost=h\n", "42 SAFE h a");
        framework.save(CFG, REST + "window=42\nhost=h\n=\n");
        awaitProblem("home/etc/" + CFG + ":6: has no key. Still using the values of before. Mend the line and save.");

        framework.save(CFG, REST + "window=42\nhost=h\n");

        await().untilAsserted(() -> assertThat(problems()).isEmpty());
        assertThat(inForce()).isEqualTo("42 SAFE h a");
    }

    @Test
    void aValidatorSeesTypedValuesAndRefusesThemUntilItGoes() throws Exception {
        take("window=42\nhost=h\n", "42 SAFE h a");
        var validator = validator(values -> {
            int window = values.get("window") instanceof Integer number ? number : -1;
            long timeout = values.get("timeout.ms") instanceof Long number ? number : -1;
            return window * 100L > timeout
                    ? List.of(new Finding("window", "is more than timeout.ms=" + timeout + " allows"))
                    : List.of();
        });

        // what was taken before it came is refused now; there is nothing before that, so the default counts
        awaitProblem("home/etc/" + CFG + ":4: window=42 is more than timeout.ms=1000 allows. "
                + "Using the default 10. Mend the line and save.");
        awaitInForce("10 SAFE h a");
        framework.save(CFG, REST + "window=9\nhost=g\n");
        awaitInForce("9 SAFE g a");
        framework.save(CFG, REST + "window=11\nhost=f\n");
        awaitProblem("home/etc/" + CFG + ":4: window=11 is more than timeout.ms=1000 allows. "
                + "Still using 9. Mend the line and save.");
        assertThat(inForce()).isEqualTo("9 SAFE g a");

        validator.unregister();

        awaitInForce("11 SAFE f a");
        await().untilAsserted(() -> assertThat(problems()).isEmpty());
    }

    @Test
    void whatTheShellSetsIsJudgedByValidatorsSecretsAndVariablesBeforeTheFileIsTouched() throws Exception {
        take("window=9\nhost=h\n", "9 SAFE h a");
        var unused = validator(values -> values.get("window") instanceof Integer window && window > 10
                ? List.of(new Finding("window", "is more than the hall holds"))
                : List.of());
        Files.writeString(Files.createDirectories(home.resolve("data/secrets")).resolve("there"), "s3cret-host");
        Object before = inode();

        assertThat(set("window", "11")).isEqualTo("window=11 is more than the hall holds. Nothing was changed.");
        assertThat(set("host", "$[secret:away]"))
                .isEqualTo("host=$[secret:away] names the secret away, which is neither a file of data/secrets nor in"
                        + " MS_SECRET_AWAY. Nothing was changed.");
        assertThat(set("host", "${away}"))
                .isEqualTo("host=${away} names ${away}, which nothing sets. Nothing was changed.");
        assertThat(set("window", "$[secret:there]"))
                .isEqualTo("window=$[secret:there] is not a whole number 1..100. Nothing was changed.");
        assertThat(inode()).as("the file").isEqualTo(before);

        assertThat(set("host", "$[secret:there]")).isEmpty();
        awaitInForce("9 SAFE s3cret-host a");
        assertThat(inode()).as("the file").isNotEqualTo(before);
    }

    /** What {@code cfg:set} says when it refuses; empty when it does not. */
    private String set(String key, String value) throws Exception {
        String operator = "io.mistersmith.configuration.internal.operate.Operator";
        Object commands =
                framework.context().getService(framework.context().getAllServiceReferences(operator, null)[0]);
        Object changer = commands.getClass().getMethod("changer").invoke(commands);
        try {
            changer.getClass()
                    .getMethod("set", String.class, String.class, String.class)
                    .invoke(changer, PID + "~one", key, value);
            return "";
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getTargetException().getMessage());
        }
    }

    /** Another one when the file was replaced. */
    private Object inode() throws IOException {
        return Files.readAttributes(framework.etc(CFG), BasicFileAttributes.class)
                .fileKey();
    }

    @Test
    void aValidatorThatHangsHoldsUpNobodyForLong() throws Exception {
        framework.install(40, "io.mistersmith.threads.provider");
        ThreadPools pools = framework.service(ThreadPools.class); // the pools are there as soon as somebody asks
        assertThat(pools).isNotNull();
        take("window=42\nhost=h\n", "42 SAFE h a");
        CountDownLatch never = new CountDownLatch(1);
        var validator = validator(values -> {
            never.await();
            return List.of();
        });
        framework.save(CFG, REST + "window=43\nhost=h\n");

        await().untilAsserted(() -> assertThat(problems())
                .singleElement()
                .asString()
                .contains("the validator of org.apache.felix.framework d", "Still using the values of before."));
        assertThat(inForce()).isEqualTo("42 SAFE h a");

        validator.unregister();
        never.countDown();
        awaitInForce("43 SAFE h a");
    }

    @Test
    void aSecretIsPutInAndTakenAnewWhenItsFileChanges() throws Exception {
        Path secrets = Files.createDirectories(home.resolve("data/secrets"));
        Files.writeString(secrets.resolve("the.host"), "s3cret-host\n");
        take("host=$[secret:the.host]\n", "10 SAFE s3cret-host a");

        Files.writeString(secrets.resolve("the.host"), "other-host\n");

        await().until(() -> inForce().equals("10 SAFE other-host a"));
        Files.delete(secrets.resolve("the.host"));
        awaitProblem(
                "home/etc/" + CFG + ":4: host=$[secret:the.host] names the secret the.host, which is neither a file"
                        + " of data/secrets nor in MS_SECRET_THE_HOST. Still using the one of before. Mend the line and save.");
        assertThat(inForce()).isEqualTo("10 SAFE other-host a");
        assertThat(allText(home.resolve("data/configuration"))).doesNotContain("other-host", "s3cret-host");
    }

    @Test
    void aRefusedSecretIsNotShown() throws Exception {
        Path secrets = Files.createDirectories(home.resolve("data/secrets"));
        Files.writeString(secrets.resolve("w"), "canary-17");
        take("window=42\nhost=h\n", "42 SAFE h a");

        framework.save(CFG, REST + "window=1$[secret:w]\nhost=h\ntokn=canary-18\n");

        await().untilAsserted(() -> assertThat(problems()).hasSize(2));
        assertThat(problems().toString())
                .contains("window=*** is not a whole number", "tokn=*** is not a known key; did you mean token?")
                .doesNotContain("canary");
    }

    private void take(String lines, String inForce) throws IOException {
        framework.save(CFG, REST + lines);
        awaitInForce(inForce);
    }

    private ServiceRegistration<ConfigurationValidator> validator(ConfigurationValidator validator) {
        return framework
                .context()
                .registerService(
                        ConfigurationValidator.class,
                        validator,
                        FrameworkUtil.asDictionary(Map.of(ConfigurationValidator.PID, PID)));
    }

    private String inForce() {
        return (String) framework.service(Supplier.class, "(corpus=true)").get();
    }

    private void awaitInForce(String values) {
        await().untilAsserted(() -> assertThat(inForce()).isEqualTo(values));
    }

    private List<String> problems() {
        return framework.service(ConfigurationProblems.class).list().stream()
                .filter(problem -> problem.pid().startsWith(PID))
                .map(ConfigurationProblem::message)
                .toList();
    }

    private void awaitProblem(String message) {
        await().untilAsserted(() -> assertThat(problems()).containsExactly(message));
    }

    private static String allText(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static void deleteAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
