package io.mistersmith.health.internal.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Whether components have what they need. What one lacks for a moment, as while a provider is swapped, does not count. */
public final class LackCheck implements HealthCheck {

    /**
     * How components are at one moment.
     *
     * @param off whether configuration switched them off; then what they lack is no problem
     * @param failed what components threw when they were activated, a line each
     * @param lacking what components need and do not find, a line each
     */
    public record Lacks(boolean off, List<String> failed, List<String> lacking) {}

    private final Supplier<Lacks> lacks;
    private final boolean essential;
    private final LongSupplier nanoTime;
    private final Supplier<Thresholds> thresholds;
    private final Map<String, Long> sinceNanos = new HashMap<>(); // guarded by this

    /**
     * @param essential whether a component that lacks something makes the container unhealthy, or only degraded
     */
    public LackCheck(Supplier<Lacks> lacks, boolean essential, LongSupplier nanoTime, Supplier<Thresholds> thresholds) {
        this.lacks = lacks;
        this.essential = essential;
        this.nanoTime = nanoTime;
        this.thresholds = thresholds;
    }

    @Override
    public synchronized Result execute() {
        Lacks now = lacks.get();
        if (now.off()) {
            sinceNanos.clear();
            return Results.ok("switched off by enabled=false");
        }
        List<String> problems = new ArrayList<>(now.failed());
        problems.addAll(longLacking(Set.copyOf(now.lacking())));
        if (problems.isEmpty()) {
            return Results.ok("every component has what it needs");
        }
        String message = String.join("; ", problems);
        return essential ? Results.unhealthy(message) : Results.degraded(message);
    }

    private List<String> longLacking(Set<String> lacking) {
        long now = nanoTime.getAsLong();
        long grace = thresholds.get().unsatisfied().toNanos();
        sinceNanos.keySet().retainAll(lacking);
        lacking.forEach(line -> sinceNanos.putIfAbsent(line, now));
        return lacking.stream()
                .filter(line -> now - sinceNanos.getOrDefault(line, now) >= grace)
                .sorted()
                .toList();
    }
}
