package io.mistersmith.benchmarks;

import java.util.List;

/** Everything that is compared. A goal is what docs/performance.md promises; a peer's version stands in the pom. */
final class Comparisons {

    private Comparisons() {}

    static List<Comparison> all() {
        return List.of(
                Comparison.atLeast(
                        "eventbus",
                        "eventadmin-1-subscriber",
                        "events/s",
                        6,
                        quick -> Publishing.ours(1, quick),
                        quick -> EventAdminPeer.run(1, quick)),
                Comparison.atLeast(
                        "eventbus",
                        "eventadmin-8-subscribers",
                        "events/s",
                        5,
                        quick -> Publishing.ours(8, quick),
                        quick -> EventAdminPeer.run(8, quick)),
                Comparison.atLeast(
                        "eventbus",
                        "append-to-handled-concurrency-1",
                        "events/s",
                        0.85,
                        quick -> Handling.appendToHandled(1, quick),
                        Handling::appended),
                Comparison.atLeast(
                        "eventbus",
                        "append-to-handled-concurrency-4",
                        "events/s",
                        0.8,
                        quick -> Handling.appendToHandled(4, quick),
                        Handling::appended),
                Comparison.measured(
                        "eventbus",
                        "handler-catches-up",
                        "events/s",
                        Handling::handlerCatchesUp,
                        Handling::readAndDecoded),
                Comparison.atLeast(
                        "eventbus",
                        "projection-catches-up",
                        "events/s",
                        0.5,
                        Handling::projectionCatchesUp,
                        Handling::handlerCatchesUp),
                Comparison.atLeast(
                        "eventstore",
                        "sqlite-16-callers-1-outstanding",
                        "events/s",
                        3.5,
                        quick -> Appends.ours(1, quick),
                        Appends::peer),
                Comparison.atLeast(
                        "eventstore",
                        "sqlite-16-callers-16-outstanding",
                        "events/s",
                        10,
                        quick -> Appends.ours(16, quick),
                        Appends::peer),
                Comparison.atLeast(
                        "threads",
                        "compute-small-tasks",
                        "tasks/s",
                        0.9,
                        quick -> Tasks.compute(Tasks.SMALL, quick),
                        quick -> Tasks.forkJoin(Tasks.SMALL, quick)),
                Comparison.atLeast(
                        "threads",
                        "blocking-small-tasks",
                        "tasks/s",
                        0.9,
                        quick -> Tasks.blocking(Tasks.SMALL, quick),
                        quick -> Tasks.executor(Tasks.SMALL, quick)),
                Comparison.atLeast(
                        "pools", "generic-8-threads-over-4", "leases/s", 3, Leases::generic, Leases::commons),
                Comparison.atLeast(
                        "pools", "jdbc-borrow-and-give-back", "leases/s", 0.95, Leases::jdbc, Leases::hikari),
                Comparison.atLeast(
                        "pools", "read-4-kb-of-1000-files", "reads/s", 3, FileReads::pooled, FileReads::opened),
                Comparison.atLeast("pools", "redis-get", "gets/s", 0.9, RedisGets::pooled, RedisGets::bare),
                Comparison.atMost("resilience", "breaker-call", "ns", 1.2, BreakerCalls::ours, BreakerCalls::bare),
                Comparison.atLeast(
                        "metrics",
                        "counter-longadder",
                        "updates/s",
                        0.667,
                        MeterUpdates::counter,
                        MeterUpdates::longAdder),
                Comparison.atLeast(
                        "metrics", "counter-by-name-map", "updates/s", 0.5, MeterUpdates::byName, MeterUpdates::map),
                Comparison.atLeast(
                        "metrics",
                        "counter-by-two-names-map",
                        "updates/s",
                        0.5,
                        MeterUpdates::byTwoNames,
                        MeterUpdates::mapOfMaps),
                Comparison.atLeast(
                        "metrics",
                        "histogram-dropwizard",
                        "updates/s",
                        4,
                        MeterUpdates::histogram,
                        MeterUpdates::dropwizardHistogram),
                Comparison.atLeast(
                        "metrics",
                        "timer-dropwizard",
                        "updates/s",
                        4,
                        MeterUpdates::timer,
                        MeterUpdates::dropwizardTimer),
                Comparison.atLeast(
                        "metrics",
                        "histogram-prometheus",
                        "updates/s",
                        1,
                        MeterUpdates::histogram,
                        MeterUpdates::prometheusHistogram),
                Comparison.atMost("metrics", "allocation-per-update", "bytes", 0.01, MeterUpdates::allocation),
                Comparison.atMost("metrics", "scrape-10000-series", "ms", 50, Scraping::run),
                Comparison.atMost("health", "round-of-50-checks-p95", "ms", 50, HealthRound::p95),
                Comparison.atMost(
                        "start", "first-start", "s", 1.3, quick -> Starting.ours(false), quick -> Starting.peer(false)),
                Comparison.atMost(
                        "start", "restart", "s", 1.3, quick -> Starting.ours(true), quick -> Starting.peer(true)),
                Comparison.atMost("deploy", "jar-to-active-p95", "ms", 1_000, Reactions::deploy),
                Comparison.atMost("config", "edit-to-applied-p95", "ms", 1_000, Reactions::configuration),
                Comparison.atMost("config", "bind-20-keys", "us", 50, Guarded::bind),
                Comparison.atMost("config", "load-20-keys-p99-of-100", "ms", 10, Guarded::load),
                Comparison.atMost("config", "set-to-applied-p95", "ms", 250, Reactions::set),
                Comparison.atMost("config", "idle-cpu-of-1000-pids", "%-of-a-core", 1, Reactions::thousandPids),
                Comparison.atMost("config", "idle-cpu", "%-of-a-core", 2, Reactions::idle));
    }
}
