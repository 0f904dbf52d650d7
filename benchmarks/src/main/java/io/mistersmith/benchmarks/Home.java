package io.mistersmith.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A home of a built distribution, driven from outside. */
final class Home implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 180;

    private final Path script;
    private final Path base;
    private final int http = freePort();
    private final int shell = freePort();
    private @Nullable Process foreground;

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

    /** Starts without waiting for READY. */
    void launch() throws IOException {
        foreground = process();
    }

    String call(String command) throws IOException, InterruptedException {
        Process process = process(command);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
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
        builder.environment().put("MS_GATEWAY_PORT", String.valueOf(http));
        builder.environment().put("MS_SHELL_PORT", String.valueOf(shell));
        return builder.start();
    }

    /** Waits for a file with this text, looking every millisecond. */
    void await(String file, String text) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!text.equals(read(base.resolve(file)))) {
            if (System.nanoTime() > deadline) {
                throw new IOException("no \"" + text + "\" in " + base.resolve(file));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Makes a jar that leaves a mark in a file of this home. */
    Path marker(String name, String on, String file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Bundle-Activator", Mark.class.getName());
        main.putValue("Import-Package", "org.osgi.framework,org.osgi.service.cm");
        main.putValue(Mark.FILE, base.resolve(file).toString());
        main.putValue(Mark.ON, on);
        Path jar = base.resolve(name + "-1.0.jar");
        String activator = Mark.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = Objects.requireNonNull(Mark.class.getResourceAsStream("/" + activator))) {
            entries.putNextEntry(new JarEntry(activator));
            code.transferTo(entries);
        }
        return jar;
    }

    void deploy(Path jar) throws IOException {
        Files.copy(jar, base.resolve("deploy").resolve(jar.getFileName()));
    }

    /** Ends what {@link #launch} began. */
    void end() throws InterruptedException {
        Process running = foreground;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroy();
            running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        try {
            if (foreground == null) {
                stop();
            } else {
                end();
            }
        } catch (IOException e) {
            System.err.println("not stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
