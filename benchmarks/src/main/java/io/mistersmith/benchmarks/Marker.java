package io.mistersmith.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes jars whose bundle is a {@link Mark} or a {@link SetProbe}. */
final class Marker {

    private Marker() {}

    /** Writes a jar whose bundle leaves a mark in a file. */
    static void write(Path jar, String name, String on, Path file) throws IOException {
        Manifest manifest = manifest(
                name, Mark.class, "org.osgi.framework,org.osgi.framework.startlevel,org.osgi.service.cm", file);
        manifest.getMainAttributes().putValue(Mark.ON, on);
        write(jar, manifest, Mark.class);
    }

    /** Writes a jar whose bundle sets a value this often, and writes into a file how long that took. */
    static void writeProbe(Path jar, int times, Path file) throws IOException {
        Manifest manifest = manifest(
                "set-probe",
                SetProbe.class,
                "org.osgi.framework,org.osgi.service.cm,org.apache.karaf.shell.api.console,"
                        + "org.apache.karaf.jaas.boot.principal,javax.security.auth",
                file);
        manifest.getMainAttributes().putValue(SetProbe.TIMES, String.valueOf(times));
        write(jar, manifest, SetProbe.class);
    }

    private static Manifest manifest(String name, Class<?> activator, String imports, Path file) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Bundle-Activator", activator.getName());
        main.putValue("Import-Package", imports);
        main.putValue(Mark.FILE, file.toString());
        return manifest;
    }

    private static void write(Path jar, Manifest manifest, Class<?> type) throws IOException {
        String activator = type.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = Objects.requireNonNull(type.getResourceAsStream("/" + activator))) {
            entries.putNextEntry(new JarEntry(activator));
            code.transferTo(entries);
        }
    }

    /** Waits for the mark. */
    static void await(Path file, String text) throws IOException {
        Waiting.until(() -> text.equals(read(file)), "no \"" + text + "\" in " + file, file);
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
