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
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.cm.ManagedService;

/**
 * Goes into a jar of its own, and leaves a mark in a file when something has happened in the container: at its start, when
 * its configuration has a new {@code value}, or when all boot features are there, as its manifest says.
 */
public final class Mark implements BundleActivator, ManagedService, ServiceListener {

    static final String FILE = "Mark-File";
    static final String ON = "Mark-On";
    static final String PID = "com.example.mark";

    private static final String BOOTED = "org.apache.karaf.features.BootFinished";

    private String file = "";

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
                context.addServiceListener(this, "(objectClass=" + BOOTED + ")");
                if (context.getAllServiceReferences(BOOTED, null) != null) {
                    write("booted");
                }
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
        if (event.getType() == ServiceEvent.REGISTERED) {
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
