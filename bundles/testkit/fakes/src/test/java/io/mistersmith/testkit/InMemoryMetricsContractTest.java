package io.mistersmith.testkit;

import io.mistersmith.metrics.Metrics;

class InMemoryMetricsContractTest extends MetricsContract {

    private final InMemoryMetrics metrics = new InMemoryMetrics();

    @Override
    protected Metrics metrics() {
        return metrics;
    }

    @Override
    protected double value(String name, String... labelValues) {
        return metrics.value(name, labelValues);
    }

    @Override
    protected String component() {
        return "test";
    }
}
