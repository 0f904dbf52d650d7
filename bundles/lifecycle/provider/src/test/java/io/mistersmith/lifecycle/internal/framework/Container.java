package io.mistersmith.lifecycle.internal.framework;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.lifecycle.Readiness;
import io.mistersmith.testkit.RealThreadPools;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** Felix with SCR, this provider and a home; the APIs come from the test's class path. */
final class Container {

    private static final String SHARED = "io.mistersmith.lifecycle;version=1.0.0,io.mistersmith.threads;version=1.0.0,"
            + "io.mistersmith.eventbus;version=1.0.0,io.mistersmith.eventstore;version=1.0.0,"
            + "io.mistersmith.event;version=1.0.0,io.mistersmith.metrics;version=1.0.0,org.slf4j;version=1.7.36";

    final Path home;
    final RealThreadPools pools = RealThreadPools.unbounded();
    private final Framework framework;

    Container(Path home) throws Exception {
        this.home = home;
        Files.createDirectories(deploy());
        Map<String, String> properties = new HashMap<>();
        properties.put("org.osgi.framework.storage", home.resolve("data/cache").toString());
        properties.put("org.osgi.framework.system.packages.extra", SHARED);
        properties.put("org.osgi.framework.startlevel.beginning", "100");
        properties.put("karaf.base", home.toString());
        properties.put("mistersmith.home.name", "./home");
        framework = new FrameworkFactory().newFramework(properties);
        framework.init();
        BundleContext context = framework.getBundleContext();
        if (context.getBundles().length == 1) {
            install("org.osgi.util.function.Function");
            install("org.osgi.util.promise.Promise");
            install("org.osgi.service.component.ComponentContext");
            install("org.apache.felix.scr.info.ScrInfo");
            Path provider = home.resolve("provider.jar");
            packClasses(provider);
            context.installBundle(provider.toUri().toString()).start();
        }
        framework.start();
        context.registerService(ThreadPools.class, pools, null);
    }

    private void install(String type) throws BundleException, ClassNotFoundException, URISyntaxException {
        String jar = Class.forName(type, false, Container.class.getClassLoader())
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()
                .toString();
        framework.getBundleContext().installBundle(jar).start();
    }

    /** This module, as bnd has just described it. */
    private static void packClasses(Path file) throws IOException {
        Path classes = Path.of("target", "classes");
        try (InputStream in = Files.newInputStream(classes.resolve("META-INF/MANIFEST.MF"));
                JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), new Manifest(in));
                Stream<Path> all = Files.walk(classes)) {
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(one).toString();
                if (!name.equals("META-INF/MANIFEST.MF")) {
                    jar.putNextEntry(new ZipEntry(name));
                    Files.copy(one, jar);
                    jar.closeEntry();
                }
            }
        }
    }

    Path deploy() {
        return home.resolve("deploy");
    }

    Plugins plugins() throws InterruptedException {
        return service(Plugins.class);
    }

    Readiness readiness() throws InterruptedException {
        return service(Readiness.class);
    }

    private <T> T service(Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(framework.getBundleContext(), type, null);
        tracker.open();
        try {
            T service = tracker.waitForService(5_000);
            if (service == null) {
                throw new IllegalStateException("no " + type + " among "
                        + Arrays.toString(framework.getBundleContext().getBundles()));
            }
            return service;
        } finally {
            tracker.close();
        }
    }

    <T> void register(Class<T> type, T service) {
        framework.getBundleContext().registerService(type, service, null);
    }

    PluginStatus await(String name, String version, Duration timeout) throws InterruptedException {
        return plugins().await(name, version, timeout).orElseThrow(() -> new AssertionError("no plugin " + name));
    }

    Bundle bundle(String name, String version) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName())
                        && version.equals(bundle.getVersion().toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + name + " " + version));
    }

    boolean has(String name, String version) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .anyMatch(bundle -> name.equals(bundle.getSymbolicName())
                        && version.equals(bundle.getVersion().toString()));
    }

    /** Begins to stop the framework. */
    void stop() throws BundleException {
        framework.stop();
    }

    void close() throws Exception {
        System.setProperty("lifecycle.test.end", "true");
        try {
            framework.stop();
            framework.waitForStop(10_000);
            pools.close();
        } finally {
            System.clearProperty("lifecycle.test.end");
        }
    }
}
