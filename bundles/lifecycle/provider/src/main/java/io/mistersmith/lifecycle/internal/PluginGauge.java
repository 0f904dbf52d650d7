package io.mistersmith.lifecycle.internal;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Metrics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code component_state} of each plugin: 1 running, -1 failed, 0 on its way or waiting. For one thread at a time. */
final class PluginGauge {

    private final Metrics.Family<Gauge> states;
    private Set<String> shown = Set.of();

    PluginGauge(Metrics metrics) {
        states = metrics.gauge(
                "component_state",
                "1 running, -1 failed, 0 neither, such as running with a refused handler",
                "component");
    }

    /** Shows these, and none else. */
    void show(List<PluginStatus> plugins) {
        Set<String> now = new HashSet<>();
        for (PluginStatus one : plugins) {
            if (now.add(one.name())) { // others of a name follow: versions that could not take over
                states.with(one.name()).set(value(one.state()));
            }
        }
        for (String before : shown) {
            if (!now.contains(before)) {
                states.remove(new String[] {before});
            }
        }
        shown = now;
    }

    private static double value(String state) {
        return switch (state) {
            case "running" -> 1;
            case "failed" -> -1;
            default -> 0;
        };
    }
}
