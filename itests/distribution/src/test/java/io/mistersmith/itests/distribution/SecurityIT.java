package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container as it is after its first start, nothing configured, seen by somebody who means it no good. */
@ExtendWith(SharedContainer.class)
class SecurityIT {

    private static final String LISTENING = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");
    /** Scopes that Karaf and Felix bring; what they do is for the administrator, see the compulsory role. */
    private static final Set<String> KARAF = Set.of(
            "bundle", "cm", "config", "dev", "event", "feature", "hc", "http", "jaas", "log", "scr", "service", "shell",
            "ssh", "system");

    /** What a command says that is not for this user: hidden by its ACL, or not in any. */
    private static final String REFUSED = "Command not found: |Insufficient credentials";

    @Test
    void listensOnLoopbackOnly(Container container) {
        Set<String> sockets = socketsOf(container.pid());
        List<String> open = new ArrayList<>();
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Container.read(Path.of("/proc/net/" + table)).split("\n")) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[3].equals(LISTENING) && sockets.contains(fields[9])) {
                    String[] address = fields[1].split(":", 2);
                    ports.add(Integer.parseInt(address[1], 16));
                    if (!LOOPBACK.contains(address[0])) {
                        open.add(fields[1]);
                    }
                }
            }
        }

        assertThat(open).as("listeners that other machines reach").isEmpty();
        assertThat(ports)
                .as("listeners")
                .containsExactlyInAnyOrder(container.httpPort(), container.shellPort(), container.scrapePort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"karaf", "smith", "admin"})
    void hasNoBuiltInPassword(String user, Container container) {
        for (String password : List.of(user, "karaf", "admin")) {
            Result refused = loggedIn(container, user, password, "echo inside");

            assertThat(refused.status()).as(refused.toString()).isNotZero();
            assertThat(refused.text()).doesNotContain("inside").contains("No more authentication methods");
        }
    }

    @Test
    void everyHomeHasASecretOfItsOwn(Container container) throws IOException {
        String secret = Container.read(container.home().resolve("data/secrets/shell.password"))
                .strip();

        assertThat(secret).matches("[0-9a-f]{64}");
        assertThat(loggedIn(container, "smith", secret, "echo in")
                        .expectSuccess()
                        .strip())
                .isEqualTo("in");
        try (Stream<Path> files = Files.walk(container.installation())) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().contains("/etc/")))
                    .noneMatch(file -> Container.read(file).contains(secret));
        }
    }

    @Test
    void nobodyElseCanReadWhatIsInTheHome(Container container) throws IOException {
        try (Stream<Path> files = Stream.of("etc/users.properties", "etc/keys.properties", "data/secrets", "log")
                .map(container.home()::resolve)
                .flatMap(SecurityIT::walk)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(
                            file -> assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------"));
        }
        assertThat(mode(container.home().resolve("data/secrets"))).isEqualTo("rwx------");
    }

    @Test
    void everyCommandOfOursHasAnAclThatEndsInAdmin(Container container) {
        Set<String> scopes = commandsOfOurs(container).keySet();

        assertThat(scopes).contains("smith", "plugin", "bus", "store", "dlq", "cfg", "thread", "metric");
        for (String scope : scopes) {
            Path acl = acl(container, scope);
            assertThat(acl).exists();
            assertThat(Container.read(acl)).endsWith("\n* = admin\n");
        }
    }

    @Test
    void aViewerSeesAndChangesNothing(Container container) throws IOException {
        Path users = container.home().resolve("etc/users.properties");
        Files.writeString(users, "eve = look,_g_:viewergroup\n", StandardOpenOption.APPEND);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> loggedIn(container, "eve", "look", "echo in").status() == 0);

        assertThat(loggedIn(container, "eve", "look", "plugin:list").status()).isZero();
        assertThat(loggedIn(container, "eve", "look", "cfg:problems").status()).isZero();
        Set<String> ours = adminCommands(container);
        assertThat(ours)
                .contains(
                        "plugin:remove",
                        "plugin:restart",
                        "bus:publish",
                        "dlq:redrive",
                        "thread:resize",
                        "smith:dump",
                        "resilience:open")
                .doesNotContain("plugin:list", "smith:status");
        Path stolen = container.home().resolve("data/tmp/stolen");
        List<String> commands = new ArrayList<>(ours);
        commands.addAll(List.of(
                "cfg:check " + users,
                "hc:exec live",
                "bundle:stop 1",
                "feature:uninstall mistersmith-gateway",
                "system:shutdown -f",
                "shell:exec touch " + stolen,
                "shell:cat " + users,
                "echo x > " + stolen,
                "echo x | tac -f " + stolen,
                "($.context bundle) stop",
                "cm:listConfigurations null"));
        for (String command : commands) {
            Result refused = loggedIn(container, "eve", "look", command);

            assertThat(refused.status()).as(refused.toString()).isNotZero();
            assertThat(refused.text()).as(command).containsPattern(REFUSED).doesNotContain("smith =");
        }
        assertThat(stolen).doesNotExist();
        assertThat(container.alive()).isTrue();
        Files.writeString(users, Container.read(users).replace("eve = look,_g_:viewergroup\n", ""));
    }

    @Test
    void httpWithoutTheTokenIsRefused(Container container) throws Exception {
        assertThat(container.send(container.anonymous("/events").GET()).statusCode())
                .isEqualTo(401);
        assertThat(container
                        .send(container.anonymous("/events").header("Authorization", "Bearer " + "0".repeat(64)))
                        .statusCode())
                .isEqualTo(401);
        assertThat(container.send(container.anonymous("/health/live").GET()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void fetchesNothingFromTheNetwork(Container container) {
        Result refused = container.tryShell("bundle:install mvn:commons-io/commons-io/2.11.0");

        assertThat(refused.status()).isNotZero();
        assertThat(container.shell("bundle:list -t 0")).doesNotContain("Commons IO");
    }

    /** The names of our commands, by scope. */
    private static Map<String, Set<String>> commandsOfOurs(Container container) {
        return container
                .shell("*:help")
                .lines()
                .map(line -> line.split("\\s+", 2)[0])
                .filter(name -> name.matches("[a-z]+:[a-z-]+"))
                .map(name -> name.split(":", 2))
                .filter(name -> !KARAF.contains(name[0]))
                .collect(Collectors.groupingBy(
                        name -> name[0], TreeMap::new, Collectors.mapping(name -> name[1], Collectors.toSet())));
    }

    /** Our commands that no line of an ACL opens to viewers. */
    private static Set<String> adminCommands(Container container) {
        Set<String> commands = new TreeSet<>();
        commandsOfOurs(container).forEach((scope, names) -> {
            List<String> lines = Container.read(acl(container, scope)).lines().toList();
            names.stream()
                    .filter(name -> !lines.contains(name + " = viewer"))
                    .forEach(name -> commands.add(scope + ":" + name));
        });
        return commands;
    }

    private static Path acl(Container container, String scope) {
        return container.home().resolve("etc/org.apache.karaf.command.acl." + scope + ".cfg");
    }

    private static Result loggedIn(Container container, String user, String password, String command) {
        return Ssh.run(container.shellPort(), user, password, command, Duration.ofMinutes(1));
    }

    private static Set<String> socketsOf(long pid) {
        return walk(Path.of("/proc/" + pid + "/fd"))
                .map(SecurityIT::target)
                .filter(target -> target.startsWith("socket:["))
                .map(target -> target.substring(8, target.length() - 1))
                .collect(Collectors.toSet());
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String mode(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return PosixFilePermissions.toString(permissions);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
