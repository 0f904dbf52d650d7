/**
 * Counters, gauges, histograms and timers with labels. Plugins use {@link io.mistersmith.metrics.Metrics}; what a bundle
 * registered goes when the bundle stops. Exporters and the shell read with {@link io.mistersmith.metrics.MetricsReader}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
