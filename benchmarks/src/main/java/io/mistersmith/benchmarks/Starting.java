package io.mistersmith.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Question: what does Mister Smith add to the start of the Karaf it stands on?
 *
 * <p>Rival: the same distribution, launcher and JVM options without our features and our guard, until Karaf says that its
 * boot features are there. A good number is at most 1.3.
 */
final class Starting {

    private Starting() {}

    /** Seconds from the launcher to READY, with a new home or with one that ran before. */
    static double ours(boolean again) throws Exception {
        try (Home home = new Home(Home.install())) {
            if (again) {
                home.start();
                home.stop();
            }
            long began = System.nanoTime();
            home.start();
            return seconds(began);
        }
    }

    static double peer(boolean again) throws Exception {
        Path plain = plain(Home.install());
        try (Home home = new Home(plain)) {
            home.deploy(home.marker("mark", "booted", "mark.txt"));
            if (again) {
                home.launch();
                home.await("mark.txt", "booted");
                home.end();
                Files.delete(home.resolve("mark.txt"));
            }
            long began = System.nanoTime();
            home.launch();
            home.await("mark.txt", "booted");
            return seconds(began);
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    /** A copy of the installation without what is ours. */
    private static Path plain(Path install) throws IOException {
        Path plain = Files.createTempDirectory("plain").toRealPath();
        for (String part : List.of("bin", "lib", "etc")) {
            try (Stream<Path> files = Files.walk(install.resolve(part))) {
                for (Path file : files.toList()) {
                    Path copy = plain.resolve(install.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else if (!ours(file)) {
                        Files.copy(file, copy);
                        copy.toFile().setExecutable(Files.isExecutable(file));
                    }
                }
            }
        }
        Files.createSymbolicLink(plain.resolve("system"), install.resolve("system"));
        edit(plain.resolve("etc/org.apache.karaf.features.cfg"), "(?m)^\\s*mistersmith[^,\\s]*,\\s*\\\\\\R", "");
        edit(plain.resolve("etc/org.apache.karaf.features.cfg"), ",\\s*\\\\\\R\\s*mistersmith[^,\\s]*", "");
        edit(plain.resolve("etc/custom.properties"), "(?m)^felix\\.cm\\.config\\.plugins.*$", "");
        edit(plain.resolve("etc/org.apache.felix.fileinstall-deploy.cfg"), "new\\.start = false", "new.start = true");
        return plain;
    }

    private static boolean ours(Path file) {
        return file.getFileName().toString().startsWith("io.mistersmith.");
    }

    private static void edit(Path file, String pattern, String replacement) throws IOException {
        Files.writeString(file, Files.readString(file).replaceAll(pattern, replacement));
    }
}
