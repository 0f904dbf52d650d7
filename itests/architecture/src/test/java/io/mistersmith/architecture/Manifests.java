package io.mistersmith.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the manifests of our bundles say; bnd writes them from the annotations. */
final class Manifests {

    private static final Pattern PROVIDED =
            Pattern.compile("osgi\\.service;[^,]*?objectClass:List<String>=\"([^\"]*)\"");
    private static final Pattern REQUIRED = Pattern.compile("osgi\\.service;((?:[^,\"]|\"[^\"]*\")*)");
    private static final Pattern OBJECT_CLASS = Pattern.compile("\\(objectClass=([^)]*)\\)");
    private static final String ROOT = "io.mistersmith.";

    private Manifests() {}

    /** Every bundle of ours on the class path, by symbolic name. */
    static Map<String, Attributes> ofOurBundles() {
        Map<String, Attributes> bundles = new TreeMap<>();
        try {
            for (URL url : Collections.list(Manifests.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                try (InputStream in = url.openStream()) {
                    Attributes attributes = new Manifest(in).getMainAttributes();
                    String name = attributes.getValue("Bundle-SymbolicName");
                    if (name != null && name.startsWith(ROOT) && !name.startsWith(ROOT + "testkit")) {
                        bundles.put(name, attributes);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundles;
    }

    /** Services of our APIs, and of known libraries, that a bundle registers: simple names. */
    static Set<String> gives(Attributes manifest) {
        Set<String> services = new TreeSet<>();
        Matcher capability = PROVIDED.matcher(value(manifest, "Provide-Capability"));
        while (capability.find()) {
            for (String service : capability.group(1).split(",")) {
                if (!service.contains(".internal.")) {
                    services.add(simple(service));
                }
            }
        }
        return services;
    }

    /** Services of our other concerns that a bundle needs: {@code concern.Service}, with {@code ?} when optional. */
    static Set<String> needs(String bundle, Attributes manifest) {
        Set<String> services = new TreeSet<>();
        Matcher requirement = REQUIRED.matcher(value(manifest, "Require-Capability"));
        while (requirement.find()) {
            Matcher objectClass = OBJECT_CLASS.matcher(requirement.group(1));
            if (objectClass.find() && objectClass.group(1).startsWith(ROOT)) {
                String service = objectClass.group(1);
                if (!service.contains(".internal.") && !concern(service).equals(concern(bundle))) {
                    boolean optional = requirement.group(1).contains("resolution:=optional");
                    services.add(simple(service) + (optional ? "?" : ""));
                }
            }
        }
        return services;
    }

    /** Concerns whose API packages a bundle imports, without its own. */
    static Set<String> imports(String bundle, Attributes manifest) {
        Set<String> concerns = new TreeSet<>();
        Matcher name =
                Pattern.compile("(?:^|,)(io\\.mistersmith\\.[a-z.]+)").matcher(value(manifest, "Import-Package"));
        while (name.find()) {
            if (!concern(name.group(1)).equals(concern(bundle))) {
                concerns.add(concern(name.group(1)));
            }
        }
        return concerns;
    }

    private static String value(Attributes manifest, String header) {
        String value = manifest.getValue(header);
        return value == null ? "" : value;
    }

    private static String concern(String name) {
        return name.substring(ROOT.length()).split("\\.")[0];
    }

    private static String simple(String service) {
        return service.substring(service.lastIndexOf('.') + 1);
    }
}
