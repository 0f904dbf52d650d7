package io.mistersmith.eventstore.internal;

import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.eventstore.internal.sqlite.IntegrityInfo;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.metrics.Timer;
import java.util.List;

/** The store's series in one metrics service. */
final class StoreMetrics implements StoreMeters, AutoCloseable {

    private static final String PREFIX = "mistersmith_eventstore_";

    private final Counter appended;
    private final Counter refused;
    private final Counter failed;
    private final Histogram group;
    private final Timer commit;
    private final Timer emptying;
    private final Counter notEmptied;
    private final List<Registration> gauges;

    StoreMetrics(Metrics metrics, StoreHolder holder) {
        appended = metrics.counter(PREFIX + "appended_total", "Events that were stored")
                .get();
        refused = metrics.counter(PREFIX + "refused_total", "Calls refused because too many wait for the disk")
                .get();
        failed = metrics.counter(PREFIX + "failed_groups_total", "Groups that were not committed")
                .get();
        group = metrics.histogram(PREFIX + "group_calls", "Calls that shared one commit", "calls")
                .get();
        commit = metrics.timer(PREFIX + "commit_seconds", "Time from begin to commit of a group")
                .get();
        emptying = metrics.timer(
                        PREFIX + "wal_emptying_seconds",
                        "Time that appends waited while the write-ahead log was emptied")
                .get();
        notEmptied = metrics.counter(
                        PREFIX + "wal_kept_total", "Times that the write-ahead log was due and could not be emptied")
                .get();
        gauges = List.of(
                metrics.gauge(PREFIX + "wal_bytes", "Size of the write-ahead log", holder::logBytes),
                metrics.gauge(
                        PREFIX + "waiting_events", "Events whose callers were not told yet", holder::waitingEvents),
                metrics.gauge(PREFIX + "head_position", "Position of the last event", holder::head),
                metrics.gauge(
                        PREFIX + "missing_events",
                        "Acknowledged events that are missing, so that the store is not opened",
                        () -> holder.loss().map(Loss::count).orElse(0L)),
                metrics.gauge(
                        PREFIX + "damage_found",
                        "How often reading met a damaged row since the store was opened",
                        () -> holder.integrity().map(IntegrityInfo::damaged).orElse(0L)));
    }

    @Override
    public void committed(int events, int calls, long nanos) {
        appended.increment(events);
        group.record(calls);
        commit.record(nanos);
    }

    @Override
    public void refused() {
        refused.increment();
    }

    @Override
    public void failed() {
        failed.increment();
    }

    @Override
    public void emptied(boolean done, long nanos) {
        emptying.record(nanos);
        if (!done) {
            notEmptied.increment();
        }
    }

    @Override
    public void close() {
        gauges.forEach(Registration::close);
    }
}
