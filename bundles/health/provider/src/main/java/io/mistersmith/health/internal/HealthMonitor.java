package io.mistersmith.health.internal;

import io.mistersmith.eventbus.EventBus;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every check again and again, and tells what changed: one line in the log, one event, one gauge. How often a check
 * really runs is decided by the executor, which keeps a result for the interval of its concern. A look never waits for a
 * check: what it begins, the next one sees.
 */
@Component(service = HealthBoard.class, immediate = true)
public final class HealthMonitor implements HealthBoard {

    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final HealthCore core;
    private final ExecutorProvider executor;
    private final Rounds rounds = new Rounds();
    private final Set<String> gauges = new HashSet<>(); // only by the one round that runs
    private volatile Metrics.@Nullable Family<Gauge> status;
    private @Nullable Job<Void> ticks; // guarded by this

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable EventBus bus;

    /** Begins when there are threads. */
    @Activate
    public HealthMonitor(@Reference HealthCore core, @Reference ExecutorProvider executor) {
        this.core = core;
        this.executor = executor;
    }

    @Deactivate
    synchronized void close() {
        if (ticks != null) {
            boolean unused = ticks.cancel();
            ticks = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindThreads(ThreadPools threads) {
        close();
        ticks = threads.every(TICK, this::round);
    }

    synchronized void unbindThreads(ThreadPools threads) {
        // another one may have been bound before; its ticks go on
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics now) {
        status = now.gauge(
                "mistersmith_health_status", "0 healthy, 1 degraded, 2 unknown, 3 unhealthy, of each check", "check");
    }

    void unbindMetrics(Metrics gone) {
        // a successor is bound before; until then the gauges are nobody's
    }

    @Override
    public List<CheckView> checks() {
        return views(executor.execute(HealthCheckSelector.empty()));
    }

    private static List<CheckView> views(List<HealthCheckExecutionResult> results) {
        long now = System.currentTimeMillis();
        return results.stream()
                .map(result -> CheckView.of(result, now))
                .sorted(Comparator.comparing(CheckView::status).reversed().thenComparing(CheckView::name))
                .toList();
    }

    /** While the framework starts, everything lacks something; that is what it takes to start. */
    void round() {
        if (core.started()) {
            List<CheckView> round = views(executor.look());
            rounds.changes(round).forEach(this::tell);
            measure(round);
        }
    }

    private void tell(Change change) {
        String line = "{} is {}, was {}: {}";
        if (change.to() == Health.HEALTHY) {
            LOG.info(line, change.name(), change.to(), change.from(), change.cause());
        } else {
            LOG.warn(line, change.name(), change.to(), change.from(), change.cause());
        }
        EventBus now = bus;
        if (now != null) {
            try {
                now.publish(new HealthChanged(
                        change.name(), change.from().toString(), change.to().toString(), change.cause()));
            } catch (RuntimeException e) {
                LOG.debug("health.changed of {} was not published", change.name(), e);
            }
        }
    }

    private void measure(List<CheckView> round) {
        Metrics.Family<Gauge> family = status;
        if (family == null) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (CheckView check : round) {
            seen.add(check.name());
            family.with(check.name()).set(check.status().level());
        }
        gauges.stream().filter(name -> !seen.contains(name)).forEach(name -> family.remove(new String[] {name}));
        gauges.clear();
        gauges.addAll(seen);
    }
}
