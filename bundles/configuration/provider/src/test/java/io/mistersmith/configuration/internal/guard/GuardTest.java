package io.mistersmith.configuration.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.files.Edits;
import io.mistersmith.configuration.internal.files.LastGood;
import io.mistersmith.configuration.internal.schema.Designate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {

    private static final String PID = "io.mistersmith.examples.orders";

    private final Path home;
    private final Path file;
    private final Designate orders = Schemas.ordersDesignate();
    private final Map<String, String> variables = new HashMap<>();
    private final ProblemList problems =
            new ProblemList(List::of, new Edits(Path.of("no such folder"), Clock.systemUTC()));
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<String> redelivered = new ArrayList<>();
    private final Layers layers;
    private Guard guard;

    GuardTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.file = Files.createDirectories(home.resolve("etc")).resolve(PID + ".cfg");
        this.layers = new Layers(
                new HomeName("./home"),
                new ConfigFolder(home.resolve("folder"), StandardCharsets.UTF_8, name -> null),
                StandardCharsets.UTF_8,
                System::getProperty);
        this.guard = started();
    }

    private void restart() {
        guard = started();
    }

    private Guard started() {
        return new Guard(
                new LastGood(home.resolve("data/last-good"), Runnable::run),
                layers,
                new EnvironmentOverrides(variables, () -> List.of(orders)),
                problems,
                (delay, work) -> later.add(work),
                redelivered::add);
    }

    @Test
    void aRightValueTakesEffect() throws IOException {
        assertThat(edited("large.above=500")).containsEntry("large.above", "500");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void aBadValueLeavesTheValuesOfBeforeAndNamesFileLineAndReason() throws IOException {
        edited("large.above=500");

        assertThat(edited("# one\n# two\n\n# four\n# five\n# six\nlarge.above=5oo"))
                .containsEntry("large.above", "500");
        assertThat(messages())
                .containsExactly("home/etc/io.mistersmith.examples.orders.cfg:7: large.above=5oo is not a whole number"
                        + " 0..1000000. Still using 500. Mend the line and save.");
    }

    @Test
    void aBadValueBesideRightOnesLeavesAllOfBefore() throws IOException {
        edited("large.above=500\nmode=FAST");

        assertThat(edited("large.above=600\nmode=SLOW")).contains(entry("large.above", "500"), entry("mode", "FAST"));
        assertThat(messages())
                .singleElement()
                .asString()
                .contains(":2: mode=SLOW is not one of FAST, SAFE. Still using FAST.");
    }

    @Test
    void aMendedFileTakesEffectAndItsProblemVanishes() throws IOException {
        edited("large.above=500");
        edited("large.above=5oo");

        assertThat(edited("large.above=600")).containsEntry("large.above", "600");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void aBadFirstValueLeavesTheDefault() throws IOException {
        assertThat(edited("large.above=-1\nmode=SAFE"))
                .doesNotContainKey("large.above")
                .containsEntry("mode", "SAFE");
        assertThat(messages()).singleElement().asString().endsWith("Using the default 1000. Mend the line and save.");
    }

    @Test
    void aFileThatIsBadAfterARestartLeavesTheValuesOfBeforeIt() throws IOException {
        edited("large.above=500\nhosts=x, y");
        restart();

        Map<String, Object> properties = edited("large.above=5oo");

        assertThat(properties).containsEntry("large.above", "500").containsEntry("hosts", new String[] {"x", "y"});
        assertThat(messages()).singleElement().asString().contains("Still using 500.");
    }

    @Test
    void theSameAnswerIsGivenAgainAndTheContainersKeysStay() throws IOException {
        edited("large.above=500");
        Map<String, Object> first = edited("large.above=5oo");
        Map<String, Object> second = read(Map.of("large.above", "5oo"));

        assertThat(second).isEqualTo(first).containsEntry("service.pid", PID);
        assertThat(problems.list()).hasSize(1);
    }

    @Test
    void aSecretIsNeitherShownNorKept() throws IOException {
        assertThat(edited("large.above=x\npassword=geheim")).containsEntry("password", "geheim");
        edited("large.above=5\npassword=geheim\npasswort=geheim");

        assertThat(messages())
                .singleElement()
                .asString()
                .contains("passwort=*** is not a known key; did you mean password?");
        try (var files = Files.walk(home.resolve("data"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(kept -> assertThat(kept).content().doesNotContain("geheim"));
        }
    }

    @Test
    void aPlaceholderIsShownAsItStandsInTheFile() throws IOException {
        Files.writeString(file, "large.above=$[secret:limit]\n");

        read(Map.of("large.above", "geheim"));

        assertThat(messages())
                .singleElement()
                .asString()
                .contains("large.above=$[secret:limit] is not")
                .doesNotContain("geheim");
    }

    @Test
    void anUnknownKeyIsReportedButTakesEffectForWhoKnowsIt() throws IOException {
        assertThat(edited("large.abov=5\nbus.concurrency=2")).containsEntry("large.abov", "5");
        assertThat(messages())
                .containsExactly("home/etc/io.mistersmith.examples.orders.cfg:1: large.abov=5 is not a known key;"
                        + " did you mean large.above? It has no effect. Mend the line and save.");
    }

    @Test
    void keysThatAnIncompleteSchemaLeavesOutAreNotReported() throws IOException {
        Designate incomplete = new Designate(PID, false, Schemas.orders(), false);
        Files.writeString(file, "color=red\n");

        guard.admit(new Target(PID, incomplete, file), Map.of("service.pid", PID, "color", "red"));

        assertThat(problems.list()).isEmpty();
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        variables.put("MS_EXAMPLES_ORDERS_LARGE_ABOVE", "7");
        variables.put("MS_EXAMPLES_ORDERS_HOSTS", "x,y");
        restart();

        assertThat(edited("large.above=500"))
                .containsEntry("large.above", "7")
                .containsEntry("hosts", new String[] {"x", "y"});
    }

    @Test
    void aBadVariableLeavesWhatTheFileSays() throws IOException {
        variables.put("MS_EXAMPLES_ORDERS_LARGE_ABOVE", "seven");
        restart();

        assertThat(edited("large.above=500")).containsEntry("large.above", "500");
        assertThat(messages())
                .containsExactly("MS_EXAMPLES_ORDERS_LARGE_ABOVE: large.above=seven is not a whole number 0..1000000."
                        + " Using what the file says, or the default. Set it right and start again.");
    }

    @Test
    void aHalfWrittenFileChangesNothingAndIsAProblemAfterTheHold() throws IOException {
        edited("large.above=500");
        Files.writeString(file, "large.above=6");

        assertThat(read(Map.of("large.above", "6"))).containsEntry("large.above", "500");
        assertThat(problems.list()).as("while held").isEmpty();
        later.remove().run();
        assertThat(messages())
                .containsExactly(
                        "home/etc/io.mistersmith.examples.orders.cfg:1: does not end in a newline, so it may be"
                                + " half written. Still using the values of before. Mend the line and save.");
    }

    @Test
    void aFileThatGetsItsNewlineIsReadAnew() throws IOException {
        edited("large.above=500");
        Files.writeString(file, "large.above=6");
        read(Map.of("large.above", "6"));
        later.remove().run();
        Files.writeString(file, "large.above=6\n");

        later.remove().run();
        later.remove().run();

        assertThat(redelivered).containsExactly(PID);
        assertThat(read(Map.of("large.above", "6"))).containsEntry("large.above", "6");
        assertThat(problems.list()).isEmpty();
        assertThat(later).isEmpty();
    }

    @Test
    void anEmptyFileIsHeldAndThenRefused() throws IOException {
        edited("large.above=500");
        Files.writeString(file, "");

        assertThat(read(Map.of())).containsEntry("large.above", "500");
        later.remove().run();
        assertThat(messages()).singleElement().asString().contains(".cfg: is empty. Still using the values of before.");
    }

    @Test
    void refusedValuesAreNotTakenAgainUntilTheyChange() throws IOException {
        edited("large.above=500");
        edited("large.above=600");

        guard.refuse(target(), "large.above", "was refused: too large");

        assertThat(read(Map.of("large.above", "600"))).containsEntry("large.above", "500");
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("large.above=600 was refused: too large. Still using 500.");
        assertThat(edited("large.above=550")).containsEntry("large.above", "550");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void aDeletedConfigurationIsForgotten() throws IOException {
        edited("large.above=500");
        edited("large.above=5oo");

        guard.deleted(PID);

        assertThat(problems.list()).isEmpty();
        assertThat(edited("large.above=5oo")).doesNotContainKey("large.above");
    }

    /** Saves these lines and hands them out as File Install does. */
    private Map<String, Object> edited(String lines) throws IOException {
        Files.writeString(file, lines + "\n");
        Map<String, Object> values = new LinkedHashMap<>();
        for (String line : lines.lines().toList()) {
            if (line.contains("=") && !line.startsWith("#")) {
                values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        return read(values);
    }

    private Map<String, Object> read(Map<String, Object> values) {
        Map<String, Object> given = new LinkedHashMap<>(values);
        given.put("service.pid", PID);
        given.put("felix.fileinstall.filename", file.toUri().toString());
        return guard.admit(target(), layers.merge(target(), given));
    }

    private Target target() {
        return new Target(PID, orders, file);
    }

    private List<String> messages() {
        return problems.list().stream().map(ConfigurationProblem::message).toList();
    }
}
