package io.mistersmith.lifecycle.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Builds bundles for tests, out of headers and classes of the test. */
public final class JarBuilder {

    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private JarBuilder() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** A bundle with this name and version. */
    public static JarBuilder bundle(String name, String version) {
        return plain().header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", name)
                .header("Bundle-Version", version);
    }

    /** A jar that is no bundle. */
    public static JarBuilder plain() {
        return new JarBuilder();
    }

    /** Adds a header of the manifest. */
    public JarBuilder header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /** Adds a file. */
    public JarBuilder entry(String path, String text) {
        entries.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Starts the bundle with this activator of the test. */
    public JarBuilder activator(Class<?> type) {
        return with(type).header("Bundle-Activator", type.getName()).header("Import-Package", "org.osgi.framework");
    }

    /** Adds a class of the test. */
    public JarBuilder with(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(path);
            }
            entries.put(path, in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return this;
    }

    /**
     * Adds an immediate DS component.
     *
     * @param inner more elements of its description, such as references
     */
    public JarBuilder component(Class<?> type, String inner) {
        String path = "OSGI-INF/" + type.getSimpleName() + ".xml";
        entry(
                path,
                "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"" + type.getName()
                        + "\" immediate=\"true\"><implementation class=\"" + type.getName() + "\"/>" + inner
                        + "</scr:component>");
        return with(type).header("Service-Component", path);
    }

    /** Writes it beside the place and moves it there, so that nobody sees half of it. */
    public Path at(Path file) {
        Path beside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(beside);
                    JarOutputStream jar = new JarOutputStream(out, manifest)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    jar.putNextEntry(new ZipEntry(entry.getKey()));
                    jar.write(entry.getValue());
                    jar.closeEntry();
                }
            }
            return Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
