package io.mistersmith.itests.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Builds plugins out of headers and classes of the test. */
final class BundleJar {

    private final String name;
    private final String version;
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private BundleJar(String name, String version) {
        this.name = name;
        this.version = version;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", name);
        header("Bundle-Version", version);
    }

    /** A bundle without content. */
    static BundleJar of(String name, String version) {
        return new BundleJar(name, version);
    }

    /** Adds a header of the manifest. */
    BundleJar header(String header, String value) {
        manifest.getMainAttributes().putValue(header, value);
        return this;
    }

    /** Starts it by the first of these classes, and adds them all. */
    BundleJar activator(Class<?> type, String... helpers) {
        header("Bundle-Activator", type.getName()).header("Import-Package", "org.osgi.framework");
        return with(type, helpers);
    }

    /** Adds an immediate DS component, activated by its method {@code activate}. */
    BundleJar component(Class<?> type, String... helpers) {
        String path = "OSGI-INF/" + type.getSimpleName() + ".xml";
        String description = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\""
                + type.getName() + "\" immediate=\"true\" activate=\"activate\"><implementation class=\""
                + type.getName() + "\"/></scr:component>";
        entries.put(path, description.getBytes(StandardCharsets.UTF_8));
        return header("Service-Component", path).with(type, helpers);
    }

    private BundleJar with(Class<?> type, String... helpers) {
        String path = type.getName().replace('.', '/') + ".class";
        entries.put(path, classFile(path));
        for (String helper : helpers) {
            String beside = path.replace(type.getSimpleName(), helper);
            entries.put(beside, classFile(beside));
        }
        return this;
    }

    private static byte[] classFile(String path) {
        try (InputStream in = BundleJar.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(path);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The file as it would be on disk. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toByteArray();
    }

    /** Writes it outside of {@code deploy/} and drops it there. */
    void drop(Container container) {
        try {
            Path file = container.home().resolve("data").resolve(name + "-" + version + ".jar");
            container.deploy(Files.write(file, bytes()));
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
