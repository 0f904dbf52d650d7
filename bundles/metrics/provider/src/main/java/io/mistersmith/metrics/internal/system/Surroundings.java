package io.mistersmith.metrics.internal.system;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;

/** Meters about the JVM, the framework and the process, switched on and off while running. */
public final class Surroundings {

    private final Metrics own;
    private final Totals totals;
    private final BundleContext context;
    private final List<Registration> runtime = new ArrayList<>(); // both guarded by this
    private final List<Registration> process = new ArrayList<>();

    /** Nothing is switched on yet. */
    public Surroundings(Metrics own, Totals totals, BundleContext context) {
        this.own = own;
        this.totals = totals;
        this.context = context;
    }

    /** Meters of the JVM and the framework. */
    public synchronized void runtime(boolean on) {
        toggle(on, runtime, all -> {
            new JvmMeters(own, totals, all).register();
            new FrameworkMeters(own, all).register(context);
        });
    }

    /** Meters of the process. */
    public synchronized void process(boolean on) {
        toggle(on, process, all -> new ProcessMeters(own, totals, all).register());
    }

    private static void toggle(boolean on, List<Registration> registered, Consumer<List<Registration>> register) {
        if (on && registered.isEmpty()) {
            register.accept(registered);
        } else if (!on) {
            registered.forEach(Registration::close);
            registered.clear();
        }
    }
}
