package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our features in a Karaf as its project ships it, without our distribution's settings. */
class StockKarafIT {

    private static final String FEATURES = "mvn:io.mistersmith/io.mistersmith.features/"
            + System.getProperty("project.version", "0.1.0-SNAPSHOT") + "/xml/features";

    private final Path karaf = Container.newFolder("karaf");

    @Test
    void featureInstallBringsTheWholeOfMisterSmith() throws IOException {
        command("tar", "-xzf", System.getProperty("distribution.karaf", ""), "--strip-components=1", "-C", ".");
        configure();
        command("bin/start");
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> client("feature:repo-add " + FEATURES).status() == 0);

        client("feature:install mistersmith").expectSuccess();

        assertThat(client("feature:list -i").expectSuccess()).contains("mistersmith-gateway");
        assertThat(client("bundle:list -t 0").expectSuccess().lines().filter(line -> line.contains("Mister Smith")))
                .hasSizeGreaterThan(16)
                .allMatch(line -> line.contains("Active"));
    }

    @AfterEach
    void kill() throws IOException {
        Path pid = karaf.resolve("karaf.pid");
        if (Files.exists(pid)) {
            Commands.run(
                    karaf,
                    Map.of(),
                    Duration.ofSeconds(10),
                    List.of("kill", "-9", Files.readString(pid).strip()));
        }
    }

    /** Ports that are free, a user, and our distribution's system folder as the only repository besides its own. */
    private void configure() throws IOException {
        Path etc = karaf.resolve("etc");
        Files.writeString(etc.resolve("users.properties"), "smith = stock,admin,manager,viewer,systembundles,ssh\n");
        replace(etc.resolve("org.apache.karaf.shell.cfg"), "sshPort *= *8101", "sshPort = " + Container.freePort());
        replace(etc.resolve("org.apache.karaf.management.cfg"), "rmi(Registry|Server)Port *= *\\d+", "rmi$1Port = 0");
        Files.writeString(
                etc.resolve("org.ops4j.pax.web.cfg"), "org.osgi.service.http.port = " + Container.freePort() + "\n");
        replace(
                etc.resolve("org.ops4j.pax.url.mvn.cfg"),
                "org.ops4j.pax.url.mvn.repositories *=(.*\\\\\n)*.*\n",
                "org.ops4j.pax.url.mvn.repositories = "
                        + Container.install().resolve("system").toUri() + "@id=smith@snapshots\n");
    }

    private static void replace(Path file, String pattern, String replacement) throws IOException {
        Files.writeString(file, Files.readString(file).replaceAll(pattern, replacement));
    }

    private Result client(String command) {
        return Commands.run(
                karaf,
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                Duration.ofMinutes(2),
                List.of("sh", "-c", "echo '" + command + "' | bin/client -b -u smith -p stock"));
    }

    private void command(String... command) {
        Commands.run(
                        karaf,
                        Map.of("JAVA_HOME", System.getProperty("java.home")),
                        Duration.ofMinutes(1),
                        List.of(command))
                .expectSuccess();
    }
}
