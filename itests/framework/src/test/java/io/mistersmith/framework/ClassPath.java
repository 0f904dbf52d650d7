package io.mistersmith.framework;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bundles on the class path of the test: jars, and folders of classes with a manifest. */
final class ClassPath {

    private static final Pattern EXPORT = Pattern.compile("([a-zA-Z0-9_.]+)((?:;[^,;\"]*(?:\"[^\"]*\")?)*)(?:,|$)");
    private static final Pattern VERSION = Pattern.compile(";version=\"?([0-9.]+)");

    private final Map<String, Path> places = new LinkedHashMap<>();
    private final Map<String, Attributes> manifests = new LinkedHashMap<>();

    ClassPath() {
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
            Attributes manifest = manifest(Path.of(entry));
            String name = manifest == null ? null : manifest.getValue("Bundle-SymbolicName");
            if (manifest != null && name != null) {
                String plain = name.replaceAll(";.*", "").strip();
                places.putIfAbsent(plain, Path.of(entry));
                manifests.putIfAbsent(plain, manifest);
            }
        }
    }

    /** From where to install a bundle. */
    String location(String symbolicName) {
        Path place = places.get(symbolicName);
        if (place == null) {
            throw new AssertionError(
                    "No bundle " + symbolicName + " on the class path: add it to the module's pom.xml");
        }
        return (Files.isDirectory(place) ? "reference:" : "") + place.toUri();
    }

    /** What a bundle exports, as the framework takes extra packages of its own. */
    String exports(String symbolicName) {
        Attributes manifest = manifests.get(symbolicName);
        if (manifest == null) {
            throw new AssertionError(
                    "No bundle " + symbolicName + " on the class path: add it to the module's pom.xml");
        }
        StringBuilder packages = new StringBuilder();
        Matcher export = EXPORT.matcher(String.valueOf(manifest.getValue("Export-Package")));
        while (export.find()) {
            Matcher version = VERSION.matcher(export.group(2));
            packages.append(packages.isEmpty() ? "" : ",").append(export.group(1));
            packages.append(version.find() ? ";version=" + version.group(1) : "");
        }
        return packages.toString();
    }

    /** The API bundles of ours. */
    Iterable<String> apis() {
        return places.keySet().stream()
                .filter(name -> name.matches("io\\.mistersmith\\.[a-z]+\\.api"))
                .toList();
    }

    private static @Nullable Attributes manifest(Path entry) {
        try {
            if (Files.isDirectory(entry)) {
                Path file = entry.resolve(JarFile.MANIFEST_NAME);
                if (!Files.exists(file)) {
                    return null;
                }
                try (InputStream in = Files.newInputStream(file)) {
                    return new Manifest(in).getMainAttributes();
                }
            }
            if (!Files.exists(entry)) {
                return null;
            }
            try (JarFile jar = new JarFile(entry.toFile())) {
                Manifest manifest = jar.getManifest();
                return manifest == null ? null : manifest.getMainAttributes();
            }
        } catch (IOException e) {
            return null;
        }
    }
}
