package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Tally;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** Counts requests and events while there are metrics. Thread-safe. */
final class Requests implements Tally {

    private record Meters(
            Metrics metrics, Metrics.Family<Counter> requests, Counter stored, Counter duplicate, Counter refused) {

        static Meters of(Metrics metrics) {
            Metrics.Family<Counter> events = metrics.counter(
                    "mistersmith_gateway_events_total", "Events that came by HTTP, by what became of them", "result");
            return new Meters(
                    metrics,
                    metrics.counter("mistersmith_gateway_requests_total", "HTTP requests answered", "status"),
                    events.with("stored"),
                    events.with("duplicate"),
                    events.with("refused"));
        }
    }

    private volatile @Nullable Meters meters;

    void metrics(Metrics metrics) {
        meters = Meters.of(metrics);
    }

    void remove(Metrics gone) {
        Meters now = meters;
        if (now != null && now.metrics == gone) {
            meters = null;
        }
    }

    void answered(int status) {
        Meters now = meters;
        if (now != null) {
            now.requests.with(Integer.toString(status)).increment();
        }
    }

    @Override
    public void stored(boolean duplicate) {
        Meters now = meters;
        if (now != null) {
            (duplicate ? now.duplicate : now.stored).increment();
        }
    }

    @Override
    public void refused() {
        Meters now = meters;
        if (now != null) {
            now.refused.increment();
        }
    }
}
