package io.mistersmith.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Makes jars whose bundle is a {@link Mark} or a {@link SetProbe}. */
final class Marker {

    private static final String METATYPE =
            """
            <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="value" name="Value">
                <AD id="value" type="String" cardinality="0" description="what is marked" required="false"/>
              </OCD>
              <Designate pid="%s"><Object ocdref="value"/></Designate>
            </MetaData>
            """;

    private Marker() {}

    /** Writes a jar whose bundle leaves a mark in a file. */
    static void write(Path jar, String name, String on, Path file) throws IOException {
        Manifest manifest = manifest(
                name, Mark.class, "org.osgi.framework,org.osgi.framework.startlevel,org.osgi.service.cm", file);
        manifest.getMainAttributes().putValue(Mark.ON, on);
        write(jar, manifest, Mark.class, on.equals("value") ? Mark.PID : null);
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
        write(jar, manifest, SetProbe.class, SetProbe.PID);
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

    /** With a metatype, when there is a PID: what nobody describes is not checked, nor waited for while it is written. */
    private static void write(Path jar, Manifest manifest, Class<?> type, @Nullable String pid) throws IOException {
        String activator = type.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = Objects.requireNonNull(type.getResourceAsStream("/" + activator))) {
            entries.putNextEntry(new JarEntry(activator));
            code.transferTo(entries);
            if (pid != null) {
                entries.putNextEntry(new JarEntry("OSGI-INF/metatype/"));
                entries.putNextEntry(new JarEntry("OSGI-INF/metatype/value.xml"));
                entries.write(METATYPE.formatted(pid).getBytes(StandardCharsets.UTF_8));
            }
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
