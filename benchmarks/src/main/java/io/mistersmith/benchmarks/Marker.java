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

/** Makes jars whose bundle is a {@link Mark}. */
final class Marker {

    private Marker() {}

    /** Writes a jar whose bundle leaves a mark in a file. */
    static void write(Path jar, String name, String on, Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Bundle-Activator", Mark.class.getName());
        main.putValue("Import-Package", "org.osgi.framework,org.osgi.framework.startlevel,org.osgi.service.cm");
        main.putValue(Mark.FILE, file.toString());
        main.putValue(Mark.ON, on);
        String activator = Mark.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = Objects.requireNonNull(Mark.class.getResourceAsStream("/" + activator))) {
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
