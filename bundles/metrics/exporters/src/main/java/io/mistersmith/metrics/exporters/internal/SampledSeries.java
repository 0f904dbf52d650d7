package io.mistersmith.metrics.exporters.internal;

import java.util.List;
import java.util.Map;

/**
 * What one series was in the last minutes.
 *
 * @param rate whether the values are growths per second; else they are the values themselves, of a gauge
 * @param values the oldest first; NaN where there was no sample
 */
public record SampledSeries(Map<String, String> labels, boolean rate, List<Double> values) {}
