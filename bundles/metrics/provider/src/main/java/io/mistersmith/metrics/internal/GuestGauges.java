package io.mistersmith.metrics.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistryListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges that libraries put into Dropwizard's registry, read as carefully as suppliers of plugins. Thread-safe. */
final class GuestGauges extends MetricRegistryListener.Base {

    private record Guest(Gauge<?> gauge, SuppliedMeter meter) {}

    private final GuardedCollection guard;
    private final Owner owner = new Owner("of a library");
    private final Map<String, Guest> guests = new ConcurrentHashMap<>();

    GuestGauges(GuardedCollection guard) {
        this.guard = guard;
    }

    /** The value of a gauge: NaN if it fails, null if it is no number. */
    @Nullable
    Double read(String name, Gauge<?> gauge, ToDoubleFunction<SuppliedMeter> reading) {
        SuppliedMeter meter = guests.compute(
                        name, (key, known) -> known != null && known.gauge() == gauge ? known : guest(name, gauge))
                .meter();
        double value = reading.applyAsDouble(meter);
        boolean failed = meter.problem() != null || meter.isolated();
        return Double.isNaN(value) && !failed ? null : value;
    }

    private Guest guest(String name, Gauge<?> gauge) {
        return new Guest(
                gauge,
                new SuppliedMeter(name, owner, () -> gauge.getValue() instanceof Number number ? number : null, guard));
    }

    @Override
    public void onGaugeRemoved(String name) {
        Guest gone = guests.remove(name);
        if (gone != null) {
            gone.meter().close();
        }
    }
}
