package io.mistersmith.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An installation of Karaf as it ships: its scripts and configuration are of its own archive, its libraries, bundles and
 * list of features are those that our distribution stands on, without ours.
 */
final class PlainKaraf implements AutoCloseable {

    private static final String FEATURES = "etc/org.apache.karaf.features.cfg";
    private static final String BUNDLES = "etc/startup.properties";
    private static final String SHIPPED = "resources/";

    private final Path folder;
    private final Path mark;
    private final int http = Home.freePort();
    private final int ssh = Home.freePort();
    private @Nullable Process process;

    /** Makes one, new, with what {@code install} stands on. */
    PlainKaraf(Path install) throws IOException {
        folder = Files.createTempDirectory("plain").toRealPath();
        mark = folder.resolve("mark.txt");
        unpackShipped(install.resolve("../../../benchmarks/target/lib").normalize());
        Files.createSymbolicLink(folder.resolve("lib"), install.resolve("lib"));
        Files.createDirectories(folder.resolve("deploy"));
        giveBundles(install);
        Files.writeString(folder.resolve("etc/org.ops4j.pax.web.cfg"), "org.osgi.service.http.port=" + http + "\n");
        Files.writeString(
                folder.resolve("etc/org.apache.karaf.shell.cfg"),
                "sshPort=" + ssh + "\nsshHost=127.0.0.1\nhostKey=${karaf.etc}/host.key\n");
    }

    private void unpackShipped(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            Path archive = files.filter(file -> file.toString().endsWith(".kar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException("no archive of Karaf in " + lib + ": benchmarks/compare gets it"));
            try (InputStream in = Files.newInputStream(archive);
                    ZipInputStream entries = new ZipInputStream(in)) {
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    if (entry.getName().matches(SHIPPED + "(bin|etc)/.*[^/]")) {
                        Path file = folder.resolve(entry.getName().substring(SHIPPED.length()));
                        Files.createDirectories(Objects.requireNonNull(file.getParent()));
                        Files.copy(entries, file);
                        file.toFile().setExecutable(file.startsWith(folder.resolve("bin")));
                    }
                }
            }
        }
    }

    /** The repository with our mark in it, and what is started of it. */
    private void giveBundles(Path install) throws IOException {
        Path system = Files.createDirectories(folder.resolve("system"));
        try (Stream<Path> groups = Files.list(install.resolve("system"))) {
            for (Path group : groups.toList()) {
                if (!group.endsWith("io")) {
                    Files.createSymbolicLink(system.resolve(group.getFileName()), group);
                }
            }
        }
        Path jar = Files.createDirectories(system.resolve("io/mistersmith/mark/1.0"))
                .resolve("mark-1.0.jar");
        Marker.write(jar, "mark", "booted", mark);
        Files.writeString(
                folder.resolve(BUNDLES),
                withoutOurs(Files.readString(install.resolve(BUNDLES))) + "\nmvn\\:io.mistersmith/mark/1.0 = 30\n");
        String shipped = Files.readString(folder.resolve(FEATURES));
        String ours = Files.readString(install.resolve(FEATURES));
        for (String key : List.of("featuresRepositories", "featuresBoot")) {
            String line = key + " = " + String.join(",", foreign(value(ours, key)));
            shipped = definition(key).matcher(shipped).replaceFirst(Matcher.quoteReplacement(line + "\n"));
        }
        Files.writeString(folder.resolve(FEATURES), shipped);
    }

    static String withoutOurs(String startup) {
        return startup.replaceAll("(?m)^mvn\\\\?:io\\.mistersmith.*\\R?", "");
    }

    /** The entries that are not ours. */
    static List<String> foreign(String list) {
        return Pattern.compile("[,()\\s]+")
                .splitAsStream(list)
                .filter(one -> !one.isEmpty() && !one.contains("mistersmith"))
                .toList();
    }

    static String value(String properties, String key) {
        Matcher found = definition(key).matcher(properties);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + key + " in " + FEATURES);
        }
        return found.group(1).replaceAll("\\\\\\R\\s*", "");
    }

    /** A line and those that continue it. */
    private static Pattern definition(String key) {
        return Pattern.compile("(?m)^\\s*" + key + "\\s*=((?:[^\\\\\\r\\n]|\\\\\\R|\\\\.)*)\\R?");
    }

    /** Returns when all boot features are there, all bundles started, and HTTP and ssh answer. */
    void start() throws IOException {
        Files.deleteIfExists(mark);
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("bin/karaf").toString(), "daemon")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("karaf.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
        Marker.await(mark, "booted");
        Waiting.forPorts(folder.resolve("karaf.txt"), http, ssh);
    }

    void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            if (!running.waitFor(Waiting.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
