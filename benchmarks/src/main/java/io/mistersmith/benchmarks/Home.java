package io.mistersmith.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A home of a built distribution, driven from outside. */
final class Home implements AutoCloseable {

    private final Path script;
    private final Path base;
    private final int http = freePort();
    private final int shell = freePort();

    Home(Path install) throws IOException {
        script = install.resolve("bin/mistersmith");
        if (!Files.isExecutable(script)) {
            throw new IOException(
                    "no distribution in " + install + ": mvn package -pl karaf-distribution -am makes it");
        }
        base = Files.createTempDirectory("home").toRealPath();
        Files.createDirectories(base.resolve("deploy"));
    }

    /** The distribution of this build. */
    static Path install() {
        return Path.of(System.getProperty("benchmarks.root", "."), "karaf-distribution/target/assembly")
                .toAbsolutePath()
                .normalize();
    }

    Path resolve(String path) {
        return base.resolve(path);
    }

    /** Returns when the container is READY. */
    void start() throws IOException, InterruptedException {
        call("--background");
    }

    void stop() throws IOException, InterruptedException {
        call("--stop");
    }

    /** Starts in the foreground, and returns when it is READY and HTTP and ssh answer; sooner than {@link #start} learns it. */
    void launch() throws IOException {
        Path ready = base.resolve("data/run/ready.txt");
        Files.deleteIfExists(ready);
        Process unused = process();
        Waiting.until(() -> Files.exists(ready), "home not READY", base.resolve("launcher.txt"));
        Waiting.forPorts(base.resolve("launcher.txt"), http, shell);
    }

    String call(String command) throws IOException, InterruptedException {
        Process process = process(command);
        if (!process.waitFor(Waiting.PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + " failed: " + Files.readString(base.resolve("launcher.txt")));
        }
        return Files.readString(base.resolve("launcher.txt")).strip();
    }

    private Process process(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(script.toString(), "--home", base.toString()));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("launcher.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MS_GATEWAY_PORT", String.valueOf(http));
        builder.environment().put("MS_SHELL_PORT", String.valueOf(shell));
        builder.environment().put("MS_METRICS_PROMETHEUS__DEFAULT__PORT", "0");
        return builder.start();
    }

    /** Makes a jar that leaves a mark in a file of this home. */
    Path marker(String name, String on, String file) throws IOException {
        Path jar = base.resolve(name + "-1.0.jar");
        Marker.write(jar, name, on, base.resolve(file));
        return jar;
    }

    /** Waits for a mark. */
    void await(String file, String text) throws IOException {
        Marker.await(base.resolve(file), text);
    }

    void deploy(Path jar) throws IOException {
        Files.copy(jar, base.resolve("deploy").resolve(jar.getFileName()));
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (IOException e) {
            System.err.println("not stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
