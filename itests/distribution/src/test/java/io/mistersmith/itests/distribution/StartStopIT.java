package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/mistersmith} promises about starting and stopping. */
@ExtendWith(SharedContainer.class)
class StartStopIT {

    private static final String PROMPT = "@mistersmith()> ";

    private final Container container = Container.fresh("start stop");

    @AfterEach
    void kill() {
        container.close();
    }

    @Test
    void startsStopsAndStartsAgainAlsoAfterACrash() throws IOException {
        String summary = container.script("--background").expectSuccess();

        assertThat(summary).startsWith("Mister Smith 0.1.0 READY in ").hasLineCount(5);
        assertThat(container.log()).as("errors of a first start").doesNotContain("| ERROR |");
        assertThat(container.script("pid").expectSuccess().strip()).isEqualTo(String.valueOf(container.pid()));

        Files.writeString(container.home().resolve("etc/mine.cfg"), "mine = yes\n");
        container.kill9();
        assertThat(container.script("pid").text()).contains("is not running").contains("--background");

        container.start();
        assertThat(container.home().resolve("etc/mine.cfg")).hasContent("mine = yes");

        assertThat(container.script("--stop").expectSuccess()).startsWith("stopped home " + container.home());
        assertThat(container.alive()).isFalse();
        assertThat(container.home().resolve("data/run/ready.txt")).doesNotExist();
        assertThat(container.script("--stop").expectSuccess()).endsWith("is not running\n");

        container.start();
    }

    @Test
    void refusesAHomeInUseWithinFiveSeconds(Container running) {
        long begun = System.nanoTime();
        Result refused = running.script("--background");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.text())
                .matches("home \\Q" + running.home() + "\\E is in use by pid " + running.pid()
                        + ", since \\d\\d:\\d\\d\\. Stop it: \\S+ --home \\Q" + running.home()
                        + "\\E --stop\\. Or another: \\S+ --home DIR");
        assertThat(running.alive()).isTrue();
    }

    @Test
    void saysThatAPortIsTaken(Container running) {
        Result refused = container
                .with("MS_GATEWAY_PORT", String.valueOf(running.httpPort()))
                .script("--background");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.text())
                .startsWith("port " + running.httpPort() + " for HTTP is taken by another process. ")
                .contains("MS_GATEWAY_PORT=PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08080", "0", "65536", "70000", "80 80", "-1", "http"})
    void refusesWhatIsNoPortInOneLine(String port) {
        Result refused = container.with("MS_GATEWAY_PORT", port).script("--background");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.text())
                .isEqualTo("MS_GATEWAY_PORT: '" + port
                        + "' is not a port. Choose one from 1 to 65535, without leading zeros");
    }

    @Test
    void namesTheFileOfAPortThatIsNone() throws IOException {
        container.with("MS_GATEWAY_PORT", "0").script("--background"); // makes the home, and starts nothing
        Files.writeString(
                container.home().resolve("etc/org.ops4j.pax.web.cfg"), "org.osgi.service.http.port = 99999\n");

        assertThat(container.script("--background").text())
                .startsWith("org.osgi.service.http.port in " + container.home()
                        + "/etc/org.ops4j.pax.web.cfg: '99999' is not a port.");
    }

    @Test
    void saysAHomeWithSpacesAsAShellReadsIt() {
        Path home = Container.newFolder("John's home");
        Container there = Container.in(home, Container.install());

        String hint = there.script("pid").text();

        assertThat(hint).contains(" is not running. Start it: ");
        Result words = Commands.run(
                Path.of("/"),
                Map.of(),
                Duration.ofSeconds(10),
                List.of(
                        "sh",
                        "-c",
                        "for word in " + hint.replaceAll(".*Start it: ", "") + "; do echo \"$word\"; done"));
        assertThat(words.expectSuccess().lines().skip(1)).containsExactly("--home", home.toString(), "--background");
    }

    @Test
    void startsWithARelativeJavaHome() {
        Path java = Path.of(System.getProperty("java.home"));
        Path from = container.home().resolveSibling(".").normalize(); // where the script is called

        container.with("JAVA_HOME", from.relativize(java).toString()).start();

        assertThat(container.alive()).isTrue();
    }

    @Test
    void onATerminalItShowsSummaryAndPromptAndEndsWithItsShell() throws IOException, InterruptedException {
        for (String goodbye : List.of("logout\n", "\u0004")) {
            try (Terminal terminal = container.terminal()) {
                terminal.await("READY in ");
                terminal.await(PROMPT);
                terminal.type("smith:status\n");
                terminal.await("0 failed", PROMPT); // what is typed before it may be thrown away

                terminal.type(goodbye);

                assertThat(terminal.status())
                        .as("status after %s\n%s", goodbye, terminal.text())
                        .isZero();
            }
            assertThat(container.alive()).isFalse();
        }
    }

    @Test
    void refusesWhatItDoesNotKnowInOneLine() {
        assertThat(container.script("--bakground").text()).matches("unknown option --bakground\\. See \\S+ --help");
        assertThat(container.script("stat").text()).matches("unknown command 'stat'\\. See \\S+ --help");
        assertThat(container.script("pid", "7").text()).matches("pid takes no argument, found '7'\\. See \\S+ --help");
        assertThat(container.script("--home").text()).matches("--home needs a DIR\\. See \\S+ --help");
        assertThat(container.script("--bakground").status()).isEqualTo(2);
    }

    @Test
    void refusesAJavaThatKarafDoesNotRunOn() throws IOException {
        for (String version : List.of("11.0.2", "24", "25.0.1")) {
            Path java = Container.newFolder("java");
            Files.createDirectory(java.resolve("bin"));
            Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
            Files.createFile(java.resolve("bin/java")).toFile().setExecutable(true);

            Result refused = container.with("JAVA_HOME", java.toString()).script("--background");

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.text())
                    .isEqualTo("Java " + version + " (" + java
                            + "/bin/java) does not run Mister Smith, Java 17 to 23 does: set JAVA_HOME");
        }
    }

    @Test
    void newDefaultsReplaceOldOnesAndGoBesideEditedOnes(Container running) throws IOException {
        Path install = Container.newFolder("upgrade");
        Commands.run(install, Map.of(), Duration.ofMinutes(1), List.of("cp", "-R", Container.install() + "/.", "."))
                .expectSuccess();
        Path etc = install.resolve("etc");
        Files.writeString(etc.resolve("one.cfg"), "a = 1\n");
        Files.writeString(etc.resolve("two.cfg"), "a = 1\n");
        Files.writeString(etc.resolve("three.cfg"), "a = 1\n");
        Files.writeString(etc.resolve("four.cfg"), "a = 1\n");
        Files.writeString(etc.resolve("users.properties"), "eve = look,_g_:viewergroup"); // without a line end
        // A port that is taken ends each start as soon as the home is made.
        try (Container home = Container.fresh("upgraded", install)) {
            home.with("MS_GATEWAY_PORT", String.valueOf(running.httpPort()));
            Path mine = home.home().resolve("etc");
            home.script("--background");
            Files.writeString(mine.resolve("two.cfg"), "a = 7\n");
            Files.delete(mine.resolve("three.cfg"));
            Files.writeString(mine.resolve("four.cfg"), "a = 2\n");
            assertThat(mine.resolve("users.properties"))
                    .content()
                    .containsPattern("(?m)^eve = look,_g_:viewergroup$")
                    .containsPattern("(?m)^smith = [0-9a-f]{64},_g_:admingroup$");

            Files.writeString(etc.resolve("one.cfg"), "a = 2\n");
            Files.writeString(etc.resolve("two.cfg"), "a = 2\n");
            Files.writeString(etc.resolve("four.cfg"), "a = 2\n");
            String said = home.script("--background").text();

            assertThat(mine.resolve("one.cfg")).hasContent("a = 2");
            assertThat(mine.resolve("two.cfg")).hasContent("a = 7");
            assertThat(mine.resolve("two.cfg.new")).hasContent("a = 2");
            assertThat(mine.resolve("three.cfg")).doesNotExist();
            assertThat(mine.resolve("four.cfg.new"))
                    .as("an edit that is the new default already, as after a start that was killed")
                    .doesNotExist();
            assertThat(said).contains("etc/two.cfg was edited, so its new default is beside it: two.cfg.new");
        }
    }
}
