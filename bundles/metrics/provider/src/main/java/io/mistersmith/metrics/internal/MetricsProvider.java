package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Metrics} as one bundle sees them: adds who is calling, holds nothing else. */
@Component(scope = ServiceScope.BUNDLE)
public final class MetricsProvider implements Metrics {

    private final Metrics view;

    @Activate
    public MetricsProvider(@Reference MetricsCore core, ComponentContext context) {
        view = core.viewOf(context.getUsingBundle());
    }

    @Override
    public Family<Counter> counter(String name, String help, String... labels) {
        return view.counter(name, help, labels);
    }

    @Override
    public Registration counter(String name, String help, Map<String, String> labels, LongSupplier supplier) {
        return view.counter(name, help, labels, supplier);
    }

    @Override
    public Family<Gauge> gauge(String name, String help, String... labels) {
        return view.gauge(name, help, labels);
    }

    @Override
    public Registration gauge(String name, String help, Map<String, String> labels, DoubleSupplier supplier) {
        return view.gauge(name, help, labels, supplier);
    }

    @Override
    public Family<Histogram> histogram(String name, String help, String unit, String... labels) {
        return view.histogram(name, help, unit, labels);
    }

    @Override
    public Family<Timer> timer(String name, String help, String... labels) {
        return view.timer(name, help, labels);
    }

    @Override
    public void recordOperation(String operation, Duration duration, boolean success) {
        view.recordOperation(operation, duration, success);
    }
}
