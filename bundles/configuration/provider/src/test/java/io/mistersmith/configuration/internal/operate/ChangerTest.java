package io.mistersmith.configuration.internal.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationValidator.Finding;
import io.mistersmith.configuration.internal.files.CfgEditor;
import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.history.History;
import io.mistersmith.configuration.internal.history.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChangerTest {

    private static final String PID = FakeConfigured.ORDERS;
    private static final String TEXT = "# Orders\nlarge.above=500\npassword=hunter2\n";

    private final Path file;
    private final FakeConfigured configured;
    private final History history;
    private final Changer changer;

    ChangerTest(@TempDir Path folder) {
        configured = new FakeConfigured(folder);
        file = configured.file(PID);
        history = new History(folder.resolve("data"), Clock.systemUTC());
        changer = changer(configured, history);
    }

    static Changer changer(FakeConfigured configured, History history) {
        Authors authors = new Authors();
        Recorder recorder = new Recorder(
                history,
                authors,
                StandardCharsets.UTF_8,
                (pid, key) -> key.equals("password"),
                path -> "home/etc/" + path.getFileName(),
                new Recorder.Above(pid -> Map.of(), pid -> Map.of()));
        return new Changer(
                configured,
                configured.judge(),
                new CfgEditor(),
                new Changer.Log(authors, history, recorder),
                configured,
                StandardCharsets.UTF_8);
    }

    @BeforeEach
    void aFileIsInForce() throws IOException {
        Files.writeString(file, TEXT);
        configured.take(file);
        configured.taken.clear();
    }

    @Test
    void aValueIsInTheFileInForceAndInTheHistory() throws Exception {
        Changer.Changed changed = changer.set(PID, "large.above", "600");

        assertThat(file).hasContent(TEXT.replace("500", "600"));
        assertThat(configured.stored(PID)).containsEntry("large.above", "600");
        assertThat(changed).isEqualTo(new Changer.Changed(PID, file, true, 1));
        assertThat(history.of(PID)).singleElement().satisfies(revision -> {
            assertThat(revision.by()).isEqualTo("container");
            assertThat(revision.how()).isEqualTo("cfg:set");
            assertThat(revision.file()).isEqualTo("home/etc/" + PID + ".cfg");
            assertThat(revision.text()).isEqualTo("# Orders\nlarge.above=600\npassword=***\n");
        });
    }

    @Test
    void aRefusedValueLeavesFileValuesAndHistory() {
        assertRefused("large.above", "5oo", "large.above=5oo is not a whole number 0..1000000. Nothing was changed.");
        assertRefused(
                "large.abov", "1", "large.abov=1 is not a known key; did you mean large.above? Nothing was changed.");

        assertThat(configured.taken).isEmpty();
        assertThat(history.of(PID)).isEmpty();
    }

    @Test
    void aSecretIsNotInTheRefusal() {
        assertThatThrownBy(() -> changer.set(PID, "passwort", "hunter3"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("passwort=*** is not a known key; did you mean password?");
    }

    @Test
    void whatTheGuardRefusesOnlyOnceItHasTheValuesIsTakenBack() {
        configured.later.put(
                "700",
                new ConfigurationProblem(
                        PID, "home/etc/x.cfg", 2, "large.above", "700", "was refused: full", "Still."));

        assertRefused("large.above", "700", "large.above=700 was refused: full. Nothing was changed.");

        assertThat(configured.stored(PID)).containsEntry("large.above", "500");
    }

    /** Before the file is touched: nothing is taken, so nobody ever has these values. */
    @ParameterizedTest
    @MethodSource
    void whatTheGuardWouldRefuseIsNotWritten(String text, String message) {
        configured.rules = (pid, values) -> values.get("large.above") instanceof Integer above && above > 900
                ? List.of(new Finding("large.above", "is more than the till holds"))
                : List.of();

        assertThatThrownBy(() -> changer.apply(PID, CfgText.of(text, StandardCharsets.UTF_8)))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message + " Nothing was changed.");
        assertThat(file).hasContent(TEXT);
        assertThat(configured.taken).isEmpty();
        assertThat(history.of(PID)).isEmpty();
    }

    static Stream<Arguments> whatTheGuardWouldRefuseIsNotWritten() {
        return Stream.of(
                arguments("large.above=901\n", "large.above=901 is more than the till holds."),
                arguments("mode=FAST\n", "large.above=1000 is more than the till holds."),
                arguments(
                        "password=$[secret:away]\n",
                        "password=$[secret:away] names the secret away, which is neither a file of data/secrets nor in"
                                + " MS_SECRET_AWAY."),
                arguments("mode=$[env:MODE]\n", "mode=$[env:MODE] names $[env:MODE], which nothing sets."),
                arguments("mode=${which}\n", "mode=${which} names ${which}, which nothing sets."),
                arguments("mode=$[secret:there]\n", "mode=$[secret:there] is not one of FAST, SAFE."),
                arguments("large.above=5", "line 1 does not end in a newline, so it may be half written."),
                arguments("", "home/etc/" + PID + ".cfg is empty."),
                arguments("mode=FAST\nMODE=SAFE\n", "MODE=*** differs in case only from mode in line 1."));
    }

    @Test
    void variablesAndSecretsThatAreThereAreTaken() throws Exception {
        configured.variables.put("which", "SAFE");

        changer.apply(PID, CfgText.of("mode=${which}\npassword=$[secret:there]\n", StandardCharsets.UTF_8));

        assertThat(file).hasContent("mode=${which}\npassword=$[secret:there]\n");
    }

    @Test
    void theLastKeyOfAFileIsRemovedWithoutLeavingAFileThatLooksHalfWritten() throws Exception {
        Files.writeString(file, "large.above=5\n");

        changer.unset(PID, "large.above");

        assertThat(file).hasContent("# No key is set; cfg:docs lists them.\n");
    }

    @Test
    void aKeyThatStandsTwiceIsSetWhereItCounts() throws Exception {
        Files.writeString(file, "large.above=5\nlarge.above=6\n");

        changer.set(PID, "large.above", "7");

        assertThat(file).hasContent("large.above=5\nlarge.above=7\n");
    }

    @Test
    void oneOfTwoBadValuesCanBeMended() throws Exception {
        Files.writeString(file, "large.above=5oo\nlive=maybe\n");

        changer.set(PID, "live", "true");

        assertThat(file).hasContent("large.above=5oo\nlive=true\n");
    }

    @Test
    void aPidThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> changer.set("org.example.nobody", "a", "1"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("No bundle and no file knows the PID org.example.nobody. cfg:show lists those there are."
                        + " Nothing was changed.");
        assertThat(configured.file("org.example.nobody")).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereIsMadeWithEveryKeyExplained() throws Exception {
        Files.delete(file);
        configured.take(file);

        changer.set(PID, "large.above", "7");

        assertThat(file).content().contains("# Flags large orders.", "\nlarge.above=7\n", "#password=");
    }

    @Test
    void aFileWithTypedValuesIsLeftToAnEditor() throws IOException {
        Files.writeString(file, "large.above=I\"5\"\n");

        assertThatThrownBy(() -> changer.set(PID, "large.above", "6"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has values with types");
        assertThat(file).hasContent("large.above=I\"5\"\n");
    }

    @Test
    void aTextThatCannotBeReadIsRefusedWithItsLine() throws IOException {
        byte[] binary = {'a', '=', '1', '\n', 'b', '=', 0, 1, '\n'};

        assertThatThrownBy(() -> changer.apply(PID, CfgText.of(binary, StandardCharsets.UTF_8)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("line 2 ")
                .hasMessageEndingWith(" Nothing was changed.");
        assertThat(file).hasContent(TEXT);
    }

    @Test
    void aKeyIsRemoved() throws Exception {
        changer.unset(PID, "large.above");

        assertThat(file).hasContent("# Orders\npassword=hunter2\n");
    }

    @Test
    void rollbackBringsTheTextBackAndKeepsTheSecretOfNow() throws Exception {
        changer.set(PID, "large.above", "600");
        changer.set(PID, "large.above", "700");
        Files.writeString(file, Files.readString(file).replace("hunter2", "hunter3"));

        Changer.Changed changed = changer.rollback(PID, 1);

        assertThat(file).hasContent("# Orders\nlarge.above=600\npassword=hunter3\n");
        assertThat(changed.revision()).isEqualTo(3);
        assertThat(history.of(PID).get(0).how()).isEqualTo("cfg:rollback 1");
        assertThat(history.of(PID).get(0).keys()).contains("large.above");
    }

    @Test
    void rollbackToWhatIsRefusedNowOrNotThereChangesNothing() throws Exception {
        history.add(PID, new History.Change("eve", "", "", configured.stored(PID), "large.above=5oo\npassword=***\n"));

        assertThatThrownBy(() -> changer.rollback(PID, 1))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("large.above=5oo is not a whole number");
        assertThatThrownBy(() -> changer.rollback(PID, 9))
                .isInstanceOf(RefusedException.class)
                .hasMessage(PID + " has no revision 9. cfg:history " + PID + " shows those it has.");
        assertThat(file).hasContent(TEXT);
    }

    @Test
    void aChangeOfCommentsOnlyIsARevisionToo() throws Exception {
        changer.set(PID, "large.above", "600");
        changer.apply(PID, CfgText.of("# Large orders\n" + Files.readString(file), StandardCharsets.UTF_8));

        assertThat(history.of(PID)).extracting(Revision::how).containsExactly("cfg:apply", "cfg:set");
        assertThat(history.of(PID).get(0).keys()).isEqualTo(List.of());
    }

    private void assertRefused(String key, String value, String message) {
        assertThatThrownBy(() -> changer.set(PID, key, value))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
        assertThat(file).hasContent(TEXT);
    }
}
