package io.mistersmith.itests.karaf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Another bundle beside that of the tests. It is empty: a test asks for services in its name, by its context. */
final class Guest implements AutoCloseable {

    private final Bundle bundle;

    private Guest(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Installs and starts one. */
    static Guest started(String name) throws IOException, BundleException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", "1.0.0");
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        Bundle bundle =
                InContainer.context().installBundle("test:" + name, new ByteArrayInputStream(jar.toByteArray()));
        bundle.start();
        return new Guest(bundle);
    }

    /** What it does is done with this. */
    BundleContext context() {
        return bundle.getBundleContext();
    }

    void stop() throws BundleException {
        bundle.stop();
    }

    @Override
    public void close() throws BundleException {
        bundle.uninstall();
    }
}
