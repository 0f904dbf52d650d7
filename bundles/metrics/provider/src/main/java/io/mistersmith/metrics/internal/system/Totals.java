package io.mistersmith.metrics.internal.system;

import io.mistersmith.metrics.Metrics.Registration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Registers a sum that somebody else keeps and that is not whole, such as seconds. */
@FunctionalInterface
public interface Totals {

    /** As {@link io.mistersmith.metrics.Metrics#counter(String, String, Map, java.util.function.LongSupplier)}. */
    Registration total(String name, String help, Map<String, String> labels, DoubleSupplier supplier);
}
