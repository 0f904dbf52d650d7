package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import org.awaitility.Awaitility;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A Felix framework in the process of the test, with a home like the container's: {@code etc}, {@code deploy}, {@code data}.
 *
 * <p>It has Config Admin, File Install on {@code etc} (every 100 ms), the Service Component Runtime, and the configuration
 * guard at their start levels; other bundles of the class path are added by symbolic name. The packages of our APIs, of slf4j,
 * of resilience4j and of Config Admin come from the test's class path, so that a test uses services by their types. Opening the same home
 * again is a restart: bundles and configurations are there.
 */
public final class TestFramework implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        Awaitility.setDefaultTimeout(
                PATIENCE); // ten seconds are too few beside other programs that keep every core busy
    }

    private final ClassPath classPath = new ClassPath();
    private final Path home;
    private final Framework framework;

    private TestFramework(Path home) {
        this.home = home;
        this.framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No framework on the class path"))
                .newFramework(settings());
    }

    /** Starts a framework with these bundles beside the standard ones. */
    public static TestFramework open(Path home, String... symbolicNames) throws BundleException, IOException {
        for (String folder : new String[] {"etc", "deploy", "data"}) {
            Files.createDirectories(home.resolve(folder));
        }
        TestFramework test = new TestFramework(home);
        test.framework.init();
        if (test.framework.getBundleContext().getBundles().length == 1) {
            test.standard();
            for (String symbolicName : symbolicNames) {
                test.install(40, symbolicName);
            }
        }
        test.framework.start();
        return test;
    }

    private void standard() throws BundleException {
        install(9, "io.mistersmith.configuration.provider");
        install(10, "org.apache.felix.configadmin");
        install(12, "org.apache.felix.fileinstall");
        install(20, "org.osgi.util.function");
        install(20, "org.osgi.util.promise");
        install(20, "org.osgi.service.component");
        install(30, "org.apache.felix.scr");
    }

    /** Installs a bundle of the class path; it starts when the framework does, or now if that runs. */
    public Bundle install(int startLevel, String symbolicName) throws BundleException {
        Bundle bundle = framework.getBundleContext().installBundle(classPath.location(symbolicName));
        bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
        bundle.start();
        return bundle;
    }

    /** Installs and starts a jar as if it had been dropped into {@code deploy}; the jar is there already. */
    public Bundle deploy(Path jar) throws BundleException {
        Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
        bundle.adapt(BundleStartLevel.class).setStartLevel(80);
        bundle.start();
        return bundle;
    }

    /** Replaces the content of a bundle, as a newer jar does. */
    public void update(Bundle bundle, Path jar) throws BundleException, IOException {
        try (var content = Files.newInputStream(jar)) {
            bundle.update(content);
        }
    }

    /** A service, waited for. */
    public <T> T service(Class<T> type) {
        return service(type, "(objectClass=*)");
    }

    /** A service that a filter matches, waited for. */
    public <T> T service(Class<T> type, String filter) {
        BundleContext context = framework.getBundleContext();
        try {
            String both = "(&(" + Constants.OBJECTCLASS + "=" + type.getName() + ")" + filter + ")";
            ServiceTracker<T, T> tracker = new ServiceTracker<>(context, context.createFilter(both), null);
            tracker.open();
            T service = tracker.waitForService(PATIENCE.toMillis());
            assertThat(service)
                    .as("service %s %s within %s", type.getName(), filter, PATIENCE)
                    .isNotNull();
            return service;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    public Path home() {
        return home;
    }

    /** A file of {@code etc}. */
    public Path etc(String name) {
        return home.resolve("etc").resolve(name);
    }

    /** Saves a file of {@code etc} whole, as an editor does. */
    public void save(String name, String content) throws IOException {
        Path beside = Files.writeString(etc(name + ".new"), content);
        Files.move(beside, etc(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            assertThat(framework.waitForStop(PATIENCE.toMillis()).getType())
                    .as("framework stopped within %s", PATIENCE)
                    .isNotEqualTo(FrameworkEvent.WAIT_TIMEDOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Map<String, String> settings() {
        StringJoiner packages = new StringJoiner(",");
        classPath.apis().forEach(api -> packages.add(classPath.exports(api)));
        for (String shared : new String[] {
            "slf4j.api", "org.osgi.service.cm", "org.osgi.service.jdbc", "org.apache.felix.healthcheck.api"
        }) {
            packages.add(classPath.exports(shared));
        }
        for (String kind : new String[] {"core", "circuitbreaker", "retry", "bulkhead", "ratelimiter", "timelimiter"}) {
            packages.add(classPath.exports("io.github.resilience4j.resilience4j-" + kind));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, home.resolve("data/cache").toString());
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "100");
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packages.toString());
        settings.put("felix.cm.config.plugins", "io.mistersmith.configuration.guard");
        settings.put("felix.cm.dir", home.resolve("data/configurations").toString());
        settings.put("felix.fileinstall.dir", home.resolve("etc").toString());
        settings.put("felix.fileinstall.tmpdir", home.resolve("data/tmp").toString());
        settings.put("felix.fileinstall.filter", ".*\\.(cfg|config)");
        settings.put("felix.fileinstall.poll", "100");
        settings.put("felix.fileinstall.noInitialDelay", "true");
        settings.put("felix.fileinstall.enableConfigSave", "false");
        settings.put("felix.fileinstall.configEncoding", "UTF-8");
        settings.put("karaf.base", home.toString());
        settings.put("karaf.etc", home.resolve("etc").toString());
        settings.put("karaf.data", home.resolve("data").toString());
        settings.put("mistersmith.home.name", "./home");
        return settings;
    }
}
