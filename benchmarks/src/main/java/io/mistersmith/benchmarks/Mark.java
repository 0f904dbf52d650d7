package io.mistersmith.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ManagedService;

/**
 * Goes into a jar of its own, and leaves a mark in a file when something has happened in the container: at its start, when
 * its configuration has a new {@code value}, or when all boot features are there and all bundles started, as its manifest
 * says.
 */
public final class Mark implements BundleActivator, ManagedService, ServiceListener, FrameworkListener {

    static final String FILE = "Mark-File";
    static final String ON = "Mark-On";
    static final String PID = "com.example.mark";

    private static final String BOOTED = "org.apache.karaf.features.BootFinished";

    /** When Mister Smith is READY, too. */
    private static final int START_LEVEL = 80;

    private String file = "";
    private volatile @Nullable BundleContext framework;

    @Override
    public void start(BundleContext context) throws Exception {
        Dictionary<String, String> headers = context.getBundle().getHeaders();
        file = Objects.requireNonNull(headers.get(FILE), FILE);
        switch (Objects.requireNonNull(headers.get(ON), ON)) {
            case "start" -> write("started");
            case "value" ->
                context.registerService(
                        ManagedService.class, this, new Hashtable<>(java.util.Map.of(Constants.SERVICE_PID, PID)));
            default -> {
                framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
                context.addFrameworkListener(this);
                context.addServiceListener(this, "(objectClass=" + BOOTED + ")");
                look();
            }
        }
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public void updated(@Nullable Dictionary<String, ?> properties) {
        if (properties != null) {
            write(String.valueOf(properties.get("value")));
        }
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        look();
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
            look();
        }
    }

    private void look() {
        BundleContext context = framework;
        if (context != null
                && context.getServiceReference(BOOTED) != null
                && context.getBundle().adapt(FrameworkStartLevel.class).getStartLevel() >= START_LEVEL) {
            write("booted");
        }
    }

    private void write(String text) {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }
}
