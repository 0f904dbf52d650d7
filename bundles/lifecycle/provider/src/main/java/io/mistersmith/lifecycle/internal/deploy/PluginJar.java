package io.mistersmith.lifecycle.internal.deploy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/**
 * A whole jar that is a bundle.
 *
 * @param file where it lies
 * @param stamp changes when the file does
 * @param name its Bundle-SymbolicName
 * @param version its Bundle-Version
 * @param fragment whether it is a fragment, which is attached to its host and never started
 */
public record PluginJar(Path file, String stamp, String name, Version version, boolean fragment) {

    /** No manifest is as long; one that claims to be must not fill the memory. */
    private static final int MOST_BYTES = 4 << 20;

    /** Name and version for people, as {@code orders 1.0}. */
    public String title() {
        return name + " " + Versions.text(version);
    }

    static boolean isJar(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    /**
     * Reads the manifest.
     *
     * @throws IOException if it is no zip, or not a whole one; the message says what is wrong
     * @throws NotAPluginException if it is a whole jar but no bundle
     */
    static PluginJar read(Path file, String stamp) throws IOException, NotAPluginException {
        Attributes main = manifest(file).getMainAttributes();
        String name = firstClause(main.getValue("Bundle-SymbolicName"));
        if (name == null || name.isEmpty()) {
            throw new NotAPluginException("its manifest has no Bundle-SymbolicName. Build it as an OSGi bundle");
        }
        String version = main.getValue("Bundle-Version");
        try {
            return new PluginJar(
                    file, stamp, name, Version.parseVersion(version), main.getValue("Fragment-Host") != null);
        } catch (IllegalArgumentException malformed) {
            throw new NotAPluginException(
                    "its Bundle-Version \"" + version + "\" is not a version such as 1.0.0. Mend it");
        }
    }

    private static Manifest manifest(Path file) throws IOException, NotAPluginException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry("META-INF/MANIFEST.MF");
            if (entry == null) {
                throw new NotAPluginException("it has no META-INF/MANIFEST.MF. Build it as an OSGi bundle");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] text = in.readNBytes(MOST_BYTES + 1);
                if (text.length > MOST_BYTES) {
                    throw new NotAPluginException(
                            "its META-INF/MANIFEST.MF is longer than " + MOST_BYTES + " bytes. Build it anew");
                }
                return new Manifest(new ByteArrayInputStream(text));
            }
        }
    }

    private static @Nullable String firstClause(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).trim();
    }

    /** A jar that can be read and is no bundle; the message says why, and what to do, without a full stop. */
    static final class NotAPluginException extends Exception {

        private static final long serialVersionUID = 1L;

        NotAPluginException(String message) {
            super(message);
        }
    }
}
