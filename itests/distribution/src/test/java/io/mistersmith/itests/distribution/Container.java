package io.mistersmith.itests.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One container as a process of its own, in a home of its own, on free ports. What a test may do to it, it does from
 * outside: by {@code bin/mistersmith}, by HTTP, by files, by signals.
 *
 * <p>Homes are below {@code target/homes} and stay after the test, so that their logs can be read; whatever fails here
 * says which. {@link #close()} kills the process.
 */
final class Container implements AutoCloseable {

    private static final AtomicInteger HOMES = new AtomicInteger();
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(150);

    private final Path install;
    private final Path home;
    private final int httpPort = freePort();
    private final int shellPort = freePort();
    private final int scrapePort = freePort();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Container(Path install, Path home) {
        this.install = install;
        this.home = home;
        environment.put("MS_GATEWAY_PORT", String.valueOf(httpPort));
        environment.put("MS_SHELL_PORT", String.valueOf(shellPort));
        environment.put("MS_METRICS_PROMETHEUS__DEFAULT__PORT", String.valueOf(scrapePort));
        environment.put("MS_START_SECONDS", "90");
        environment.put("MS_JAVA_OPTS", System.getProperty("distribution.jvm", ""));
    }

    /** A container with a new and empty home, which is not started. */
    static Container fresh(String name) {
        return fresh(name, install());
    }

    /** A container of another installation. */
    static Container fresh(String name, Path install) {
        return new Container(install, newFolder(name));
    }

    /** A container with a home that is there. */
    static Container in(Path home, Path install) {
        return new Container(install, home);
    }

    /** An empty folder below {@code target/homes}. */
    static Path newFolder(String name) {
        Path folder = Path.of(System.getProperty("distribution.homes", "target/homes"))
                .resolve(name + "-" + HOMES.incrementAndGet())
                .toAbsolutePath()
                .normalize();
        deleteAll(folder);
        try {
            return Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The installation that the build made. */
    static Path install() {
        return Path.of(System.getProperty("distribution.install", "../../karaf-distribution/target/assembly"))
                .toAbsolutePath()
                .normalize();
    }

    /** Sets an environment variable of the process and of the commands, from the next start on. */
    Container with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs everything by this command, as {@code setpriv} or {@code strace}, from the next start on. */
    Container by(String... command) {
        prefix.clear();
        prefix.addAll(List.of(command));
        return this;
    }

    /** Starts and returns when it is READY. */
    Container start() {
        script("--background").expectSuccess();
        return this;
    }

    /** Calls {@code bin/mistersmith --home} this one, with these arguments. */
    Result script(String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(install.resolve("bin/mistersmith").toString());
        command.add("--home");
        command.add(home.toString());
        command.addAll(List.of(arguments));
        return Commands.run(home.resolve(".."), environment, COMMAND_LIMIT, command);
    }

    /** Starts it in the foreground of a terminal. */
    Terminal terminal() throws IOException {
        return new Terminal(
                home.resolve(".."),
                environment,
                install.resolve("bin/mistersmith").toString(),
                "--home",
                home.toString());
    }

    /** What a shell command prints; fails if the command does. */
    String shell(String command) {
        return tryShell(command).expectSuccess();
    }

    /** Runs a shell command, which may fail. */
    Result tryShell(String command) {
        String password = read(home.resolve("data/secrets/shell.password")).strip();
        return Ssh.run(shellPort, "smith", password, command, COMMAND_LIMIT);
    }

    /** Copies a jar into {@code deploy/}: under another name first, so that it appears as a whole. */
    void deploy(Path jar) {
        Path target = home.resolve("deploy").resolve(jar.getFileName());
        try {
            Path part = home.resolve("data").resolve(jar.getFileName() + ".part");
            Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A request to a path such as {@code /events}, with the token; add a method, and send it by {@link #send}. */
    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + token());
    }

    /** A request without a token. */
    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String contentType, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    String token() {
        return read(home.resolve("data/secrets/http.token")).strip();
    }

    /** The process id, whether or not that process still runs. */
    long pid() {
        return Long.parseLong(read(home.resolve("data/run/pid")).split("\\s+", 2)[0]);
    }

    /** Whether the process is there and has not ended. */
    boolean alive() {
        return Files.exists(home.resolve("data/run/pid")) && alive(pid());
    }

    /** Kills the process as a crash would, and returns when it is gone: the moment before, of {@link System#nanoTime}. */
    long kill9() {
        long pid = pid();
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        long moment = System.nanoTime();
        process.ifPresent(ProcessHandle::destroyForcibly); // no other program between the moment and the signal
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !alive(pid));
        return moment;
    }

    /** Freezes the process until {@link #resume()}. */
    void suspend() {
        signal("STOP", pid());
    }

    void resume() {
        signal("CONT", pid());
    }

    /** Stops it in order. */
    void stop() {
        script("--stop").expectSuccess();
    }

    Path home() {
        return home;
    }

    Path installation() {
        return install;
    }

    int httpPort() {
        return httpPort;
    }

    int shellPort() {
        return shellPort;
    }

    int scrapePort() {
        return scrapePort;
    }

    /** What Prometheus would fetch; each line ends in {@code \n}. */
    HttpResponse<String> scrape(String accept) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + scrapePort + "/metrics"))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", accept));
    }

    /** The log so far. */
    String log() {
        Path log = home.resolve("log/mistersmith.log");
        return Files.exists(log) ? read(log) : "";
    }

    @Override
    public void close() {
        if (alive()) {
            kill9();
        }
    }

    @Override
    public String toString() {
        return "container of " + home;
    }

    /** A port that nobody has at the moment. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void signal(String name, long pid) {
        Commands.run(Path.of("/"), Map.of(), COMMAND_LIMIT, List.of("kill", "-" + name, String.valueOf(pid)))
                .expectSuccess();
    }

    /** A process that has ended but that nobody has asked for its status has an empty command line. */
    private static boolean alive(long pid) {
        try {
            return Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")).length > 0;
        } catch (IOException gone) {
            return false;
        }
    }

    private static void deleteAll(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
