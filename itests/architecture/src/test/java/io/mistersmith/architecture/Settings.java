package io.mistersmith.architecture;

import io.mistersmith.configuration.internal.schema.CommonKeys;
import io.mistersmith.configuration.internal.schema.Metatype;
import io.mistersmith.configuration.internal.schema.MetatypeReader;
import io.mistersmith.configuration.internal.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/** The PIDs of ours, as the metatypes of our built bundles describe them, with the keys that the guard adds. */
final class Settings {

    private static final String FOLDER = "OSGI-INF/metatype/";

    private Settings() {}

    /** A PID with its keys. */
    record Described(String pid, boolean factory, Schema schema) {}

    static List<Described> ofOurBundles() throws IOException, XMLStreamException, URISyntaxException {
        List<Described> all = new ArrayList<>();
        for (URL manifest : Collections.list(Settings.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            String name;
            try (InputStream in = manifest.openStream()) {
                name = String.valueOf(new Manifest(in).getMainAttributes().getValue("Bundle-SymbolicName"));
            }
            if (name.startsWith(CommonKeys.ROOT) && !name.startsWith(CommonKeys.ROOT + "testkit")) {
                describe(name, documents(manifest, FOLDER), all);
            }
        }
        all.sort(Comparator.comparing(Described::pid));
        return all;
    }

    private static void describe(String bundle, List<URL> documents, List<Described> all)
            throws IOException, XMLStreamException {
        List<Schema> schemas = new ArrayList<>();
        List<Metatype.Link> links = new ArrayList<>();
        for (URL document : documents) {
            try (InputStream in = document.openStream()) {
                Metatype metatype = MetatypeReader.read(in);
                schemas.addAll(metatype.schemas());
                links.addAll(metatype.links());
            }
        }
        for (Metatype.Link link : links) {
            schemas.stream()
                    .filter(schema -> schema.id().equals(link.schemaId()))
                    .findFirst()
                    .ifPresent(schema -> all.add(new Described(
                            link.pid(), link.factory(), CommonKeys.with(schema, link.pid(), link.factory()))));
        }
        String pid = CommonKeys.pid(bundle);
        if (pid != null && links.stream().noneMatch(link -> link.pid().equals(pid))) {
            all.add(new Described(pid, false, CommonKeys.alone(pid)));
        }
    }

    /** The XML files of a bundle directly in a folder of it. */
    static List<URL> documents(URL manifest, String folder) throws IOException, URISyntaxException {
        List<URL> documents = new ArrayList<>();
        if (manifest.openConnection() instanceof JarURLConnection jar) {
            for (JarEntry entry : Collections.list(jar.getJarFile().entries())) {
                if (entry.getName().matches(Pattern.quote(folder) + "[^/]*\\.xml")) {
                    documents.add(URI.create("jar:" + jar.getJarFileURL() + "!/" + entry.getName())
                            .toURL());
                }
            }
            return documents;
        }
        Path path = Path.of(manifest.toURI()).resolveSibling("../" + folder).normalize();
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".xml")).toList()) {
                    documents.add(file.toUri().toURL());
                }
            }
        }
        return documents;
    }
}
