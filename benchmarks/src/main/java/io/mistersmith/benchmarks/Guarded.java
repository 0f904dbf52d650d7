package io.mistersmith.benchmarks;

import io.mistersmith.configuration.Configurations;
import java.io.File;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Question: what does it cost that values are checked? Config Admin, File Install and the guard in a framework in this JVM,
 * a bundle that describes {@value #PIDS} PIDs of {@value #KEYS} keys, and a file of {@code etc/} for each.
 *
 * <p>No rival; the goals are 10 ms to load a changed file, at p99 of a hundred once the JVM is warm, and 50 µs to bind its values.
 */
final class Guarded implements AutoCloseable {

    static final int PIDS = 100;
    static final int KEYS = 20;

    private static final String PID = "io.mistersmith.benchmarks.pid";

    private final Path home;
    private final Framework framework;

    private Guarded() throws Exception {
        home = Files.createTempDirectory("guarded").toRealPath();
        Path etc = Files.createDirectories(home.resolve("etc"));
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, home.resolve("cache").toString());
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "100");
        settings.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "org.slf4j;version=1.7.36,org.osgi.service.cm;version=1.6.1,io.mistersmith.configuration;version=1.0.0");
        settings.put("felix.cm.config.plugins", "io.mistersmith.configuration.guard");
        settings.put("felix.cm.dir", home.resolve("configurations").toString());
        settings.put("felix.fileinstall.dir", etc.toString());
        settings.put("felix.fileinstall.filter", ".*\\.cfg");
        settings.put("felix.fileinstall.poll", "600000"); // files are handed over, one by one
        settings.put("felix.fileinstall.enableConfigSave", "false");
        settings.put("karaf.base", home.toString());
        settings.put("karaf.etc", etc.toString());
        settings.put("karaf.data", home.resolve("data").toString());
        framework = new FrameworkFactory().newFramework(settings);
        framework.init();
        install(9, "io.mistersmith.configuration.provider-");
        install(10, "org.apache.felix.configadmin-");
        install(12, "org.apache.felix.fileinstall-");
        Bundle described =
                framework.getBundleContext().installBundle(described().toUri().toString());
        described.start();
        framework.start();
    }

    /** Milliseconds to load a file of {@value #KEYS} keys, p99 of {@value #PIDS}. */
    static double load(boolean quick) throws Exception {
        try (Guarded guarded = new Guarded()) {
            List<Double> millis = new ArrayList<>();
            for (int round = 0; round <= (quick ? 3 : 10); round++) { // the first ones are for the JVM
                millis.clear();
                for (int pid = 0; pid < PIDS; pid++) {
                    millis.add(guarded.load(pid, round));
                }
            }
            Collections.sort(millis);
            return millis.get(PIDS * 99 / 100 - 1);
        }
    }

    /** Microseconds to bind {@value #KEYS} keys, the mean of many. */
    static double bind(boolean quick) throws Exception {
        try (Guarded guarded = new Guarded()) {
            for (int pid = 0; pid < PIDS; pid++) {
                double unused = guarded.load(pid, 0);
            }
            BundleContext context = guarded.framework.getBundleContext();
            Configurations configurations =
                    Objects.requireNonNull(context.getService(context.getServiceReference(Configurations.class)));
            guarded.bind(configurations, quick ? 5_000 : 20_000);
            int times = quick ? 5_000 : 20_000;
            long began = System.nanoTime();
            guarded.bind(configurations, times);
            return (System.nanoTime() - began) / 1e3 / times;
        }
    }

    private void bind(Configurations configurations, int times) {
        for (int i = 0; i < times; i++) {
            try (Configurations.Live<TwentyKeys> live = configurations.bind(TwentyKeys.class, PID + i % PIDS)) {
                if (live.get().key3() != 3) {
                    throw new IllegalStateException("key3 is " + live.get().key3());
                }
            }
        }
    }

    /** From a file that was renamed into place, which is not waited for, to the values that passed the guard. */
    private double load(int pid, int round) throws Exception {
        Path file = home.resolve("etc/" + PID + pid + ".cfg");
        StringBuilder text = new StringBuilder("# PID " + pid + "\n");
        for (int key = 0; key < KEYS; key++) {
            text.append("# what it means\nkey")
                    .append(key)
                    .append('=')
                    .append(value(key, round))
                    .append('\n');
        }
        Path beside = Files.writeString(home.resolve("beside.cfg"), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        BundleContext context = framework.getBundleContext();
        ServiceReference<?>[] found =
                context.getAllServiceReferences("org.apache.felix.fileinstall.ArtifactInstaller", null);
        Object installer = Objects.requireNonNull(context.getService(found[0]));
        Method update = found[0].getBundle()
                .loadClass("org.apache.felix.fileinstall.ArtifactInstaller")
                .getMethod("update", File.class);
        ConfigurationAdmin admin =
                Objects.requireNonNull(context.getService(context.getServiceReference(ConfigurationAdmin.class)));
        long began = System.nanoTime();
        update.invoke(installer, file.toFile());
        Configuration configuration = admin.getConfiguration(PID + pid, null);
        Object value = configuration.getProcessedProperties(null).get("key0");
        double millis = (System.nanoTime() - began) / 1e6;
        if (!value(0, round).equals(String.valueOf(value))) {
            throw new IllegalStateException("key0 of " + file + " is " + value);
        }
        return millis;
    }

    private static String value(int key, int round) {
        return key == 0
                ? String.valueOf(round)
                : key == 15 || key == 16 ? "true" : key == 19 ? "a,b,c" : String.valueOf(key);
    }

    private void install(int level, String name) throws Exception {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains(name) && path.endsWith(".jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " on the class path"));
        Bundle bundle =
                framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
        bundle.adapt(BundleStartLevel.class).setStartLevel(level);
        bundle.start();
    }

    /** A bundle with nothing but a metatype. */
    private Path described() throws Exception {
        StringBuilder xml = new StringBuilder(
                "<MetaData xmlns=\"http://www.osgi.org/xmlns/metatype/v1.4.0\">\n<OCD id=\"keys\" name=\"Keys\">\n");
        for (int key = 0; key < KEYS; key++) {
            String type = key < 5 ? "Integer" : key < 10 ? "Long" : key < 15 || key == 19 ? "String" : "";
            String kind = type.isEmpty() ? key < 17 ? "Boolean" : "Double" : type;
            xml.append("<AD id=\"key" + key + "\" type=\"" + kind + "\" cardinality=\"" + (key == 19 ? "10" : "0")
                    + "\" description=\"what it means\" required=\"false\"/>\n");
        }
        xml.append("</OCD>\n");
        for (int pid = 0; pid < PIDS; pid++) {
            xml.append("<Designate pid=\"" + PID + pid + "\"><Object ocdref=\"keys\"/></Designate>\n");
        }
        xml.append("</MetaData>\n");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "io.mistersmith.benchmarks.described");
        Path jar = home.resolve("described.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new JarEntry("OSGI-INF/metatype/"));
            entries.putNextEntry(new JarEntry("OSGI-INF/metatype/keys.xml"));
            entries.write(xml.toString().getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
    }
}
