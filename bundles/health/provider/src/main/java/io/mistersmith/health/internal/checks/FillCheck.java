package io.mistersmith.health.internal.checks;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;

/** How full something with a limit is, as two gauges of the same labels say: threads of a pool, places in a queue. */
public final class FillCheck implements HealthCheck {

    /** What is used and how much there may be: names of gauges. */
    public record Pair(String used, String limit) {}

    private final String noun;
    private final List<Pair> pairs;
    private final Supplier<@Nullable MetricsReader> metrics;
    private final Supplier<Thresholds> thresholds;
    private final ToIntFunction<Thresholds> percent;

    /**
     * @param noun what is full, as {@code threads}
     * @param percent which threshold counts
     */
    public FillCheck(
            String noun,
            List<Pair> pairs,
            Supplier<@Nullable MetricsReader> metrics,
            Supplier<Thresholds> thresholds,
            ToIntFunction<Thresholds> percent) {
        this.noun = noun;
        this.pairs = pairs;
        this.metrics = metrics;
        this.thresholds = thresholds;
        this.percent = percent;
    }

    @Override
    public Result execute() {
        MetricsReader reader = metrics.get();
        if (reader == null) {
            return Results.ok("no figures while metrics are off");
        }
        int from = percent.applyAsInt(thresholds.get());
        List<String> full = new ArrayList<>();
        String fullest = "";
        double most = -1;
        for (Pair pair : pairs) {
            Map<List<String>, Double> limits = values(reader, pair.limit());
            for (Map.Entry<List<String>, Double> used :
                    values(reader, pair.used()).entrySet()) {
                double limit = limits.getOrDefault(used.getKey(), 0.0);
                double share = limit > 0 ? 100 * used.getValue() / limit : 0;
                String line = String.join(" ", used.getKey()) + ": "
                        + String.format(Locale.ROOT, "%,.0f of %,.0f ", used.getValue(), limit) + noun;
                if (limit > 0 && share >= from) {
                    full.add(line);
                }
                if (limit > 0 && share > most) {
                    most = share;
                    fullest = line;
                }
            }
        }
        if (!full.isEmpty()) {
            return Results.degraded(String.join("; ", full) + ", " + from + " % or more is degraded");
        }
        return Results.ok(fullest.isEmpty() ? "no " + noun : "fullest is " + fullest);
    }

    private static Map<List<String>, Double> values(MetricsReader reader, String name) {
        Map<List<String>, Double> values = new HashMap<>();
        for (SeriesSnapshot series :
                reader.family(name).map(FamilySnapshot::series).orElse(List.of())) {
            values.put(series.labelValues(), series.value());
        }
        return values;
    }
}
