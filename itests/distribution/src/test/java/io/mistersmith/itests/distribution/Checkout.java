package io.mistersmith.itests.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The sources, and the plugins that were built of them. */
final class Checkout {

    private Checkout() {}

    /** The top folder of the checkout. */
    static Path root() {
        return Path.of(System.getProperty("distribution.checkout", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    /** The example, in its version 1.0. */
    static Path orders() {
        return root().resolve("examples/orders/target/orders-1.0.jar");
    }

    /** The plugin that writes down its deliveries, in its version 1.0. */
    static Path recorder() {
        return root().resolve("itests/recorder/target/recorder-1.0.jar");
    }

    /** The plugin that leaves behind what it can, in its version 1.0. */
    static Path leaky() {
        return root().resolve("itests/leaky/target/leaky-1.0.jar");
    }

    /** The plugin whose handlers fail and dawdle, in its version 1.0. */
    static Path soak() {
        return root().resolve("itests/soak/target/soak-1.0.jar");
    }

    /** The provider bundle of a concern, as built. */
    static Path provider(String concern) {
        return root().resolve("bundles/" + concern + "/provider/target/io.mistersmith." + concern + ".provider-"
                + System.getProperty("project.version") + ".jar");
    }

    /** The same plugin as another version, beside other such copies in a folder. */
    static Path withVersion(Path jar, String version, Path folder) {
        Path copy = folder.resolve(
                jar.getFileName().toString().replaceAll("-[0-9.]+(-SNAPSHOT)?\\.jar$", "-" + version + ".jar"));
        try (InputStream file = Files.newInputStream(jar);
                JarInputStream in = new JarInputStream(file)) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (OutputStream target = Files.newOutputStream(copy);
                    JarOutputStream out = new JarOutputStream(target, manifest)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return copy;
    }
}
