package io.mistersmith.configuration.internal.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.guard.HomeName;
import io.mistersmith.configuration.internal.history.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {

    private static final String PID = FakeConfigured.ORDERS;

    private final FakeConfigured configured;
    private final Inspector inspector;
    private final Path folder;

    InspectorTest(@TempDir Path folder) throws IOException {
        this.folder = Files.createDirectory(folder.resolve("candidates"));
        configured = new FakeConfigured(folder);
        HomeName home = new HomeName("./home");
        inspector = new Inspector(
                configured,
                configured.judge(),
                new History(folder.resolve("history"), Clock.systemUTC()),
                home,
                (target, inForce) -> List.of(),
                StandardCharsets.UTF_8);
        Files.writeString(configured.file(PID), "large.above=500\npassword=hunter2\n");
        configured.take(configured.file(PID));
    }

    private Inspector.Outlook check(String text) throws IOException {
        return inspector.check(PID, Files.writeString(folder.resolve(PID + ".cfg"), text));
    }

    @Test
    void aDryRunNamesWhatWouldChangeWithoutSecrets() throws IOException {
        Inspector.Outlook outlook = check("# c\nlarge.above=600\npassword=hunter3\nlive=false\n");

        assertThat(outlook.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(outlook.changes())
                .containsExactly(
                        new Inspector.Difference("large.above", "500", "600"),
                        new Inspector.Difference("live", "", "false"),
                        new Inspector.Difference("password", "***", "***"));
        assertThat(configured.stored(PID)).containsEntry("large.above", "500");
    }

    @Test
    void aDryRunNamesWhatWouldBeRefusedAndWhatHasNoEffectWithItsLine() throws IOException {
        Inspector.Outlook outlook = check("large.above=5oo\n\nlarge.abov=1\n");

        assertThat(outlook.verdict().refused())
                .singleElement()
                .extracting(ConfigurationProblem::line, ConfigurationProblem::reason)
                .containsExactly(1, "is not a whole number 0..1000000");
        assertThat(outlook.verdict().unknown())
                .singleElement()
                .extracting(ConfigurationProblem::line, ConfigurationProblem::reason)
                .containsExactly(3, "is not a known key; did you mean large.above?");
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> inspector.check(PID, folder))
                .isInstanceOf(RefusedException.class)
                .hasMessage(folder + " is no file of at most 1 MiB. Say the path of a .cfg.");
    }

    @Test
    void aPidIsMeantByTheNameOfItsFileToo() {
        assertThat(inspector.meant(PID + ".cfg")).isEqualTo(PID);
        assertThat(inspector.meant(PID)).isEqualTo(PID);
        assertThat(inspector.meant("a.b-c-d")).isEqualTo("a.b~c-d");
        assertThat(Inspector.pid(Path.of("/x/a.b~c.cfg"))).isEqualTo("a.b~c");
    }

    @Test
    void aTemplateSetsTheDefaultsAndTheDocsExplainThem() {
        assertThat(inspector.template(PID))
                .contains("\nlarge.above=1000\n", "# Whole number 0..1000000, default 1000.");
        assertThat(inspector.docs(PID)).first().satisfies(one -> {
            assertThat(one.typeWords()).isEqualTo("Whole number 0..1000000");
            assertThat(one.meaning()).isEqualTo("Orders above this amount are flagged.");
        });
        assertThatThrownBy(() -> inspector.docs("nobody"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("No installed bundle describes nobody. cfg:show lists the PIDs there are.");
    }

    @Test
    void theTextOfNowIsShownWithoutSecrets() throws IOException {
        assertThat(inspector.textNow(PID)).isEqualTo("large.above=500\npassword=***\n");
        assertThat(inspector.textNow("nobody")).isEmpty();
    }
}
