package io.mistersmith.metrics.shell;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.shell.support.Rows;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code metric:show NAME} shows every series of a metric; of a histogram or timer with quantiles of the last window. */
@Service
@Command(scope = "metric", name = "show", description = "Show every series of a metric, with quantiles")
public final class ShowCommand implements Action {

    @Reference
    MetricsReader metrics;

    @Reference
    Session session;

    @Argument(index = 0, name = "name", description = "As metric:list shows it", required = true)
    @Completion(MetricNameCompleter.class)
    String name = "";

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        FamilySnapshot family = metrics.family(name)
                .orElseThrow(() -> new IllegalArgumentException("No metric " + name + "; metric:list shows all"));
        if (!json) {
            session.getConsole().println(family.help() + (family.unit().isEmpty() ? "" : ", in " + family.unit()));
        }
        rows(family, json).print(session.getConsole(), json, "No series of " + name + " at the moment.");
        return null;
    }

    static Rows rows(FamilySnapshot family, boolean json) {
        boolean distribution = family.kind() == MeterKind.HISTOGRAM || family.kind() == MeterKind.TIMER;
        Rows rows = distribution
                ? new Rows("labels", "count", "min", "p50", "p90", "p95", "p99", "p999", "max", "mean")
                : new Rows("labels", "value");
        for (SeriesSnapshot one : family.series()) {
            Map<String, String> labels = labels(family, one);
            Object shown = json ? labels : String.join(", ", pairs(labels));
            Distribution values = one.distribution();
            if (values == null) {
                rows.add(shown, Figures.number(one.value()));
            } else {
                add(rows, shown, values, family.kind() == MeterKind.TIMER);
            }
        }
        return rows;
    }

    private static void add(Rows rows, Object labels, Distribution values, boolean timer) {
        Distribution recent = values.recent();
        double mean = values.count() == 0 ? 0 : (double) values.sum() / values.count();
        rows.add(
                labels,
                values.count(),
                shown(values.min(), timer),
                shown(recent.quantile(0.5), timer),
                shown(recent.quantile(0.9), timer),
                shown(recent.quantile(0.95), timer),
                shown(recent.quantile(0.99), timer),
                shown(recent.quantile(0.999), timer),
                shown(values.max(), timer),
                Figures.recorded(mean, timer));
    }

    private static @Nullable Number shown(long value, boolean timer) {
        return Figures.recorded((double) value, timer);
    }

    private static Map<String, String> labels(FamilySnapshot family, SeriesSnapshot series) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < family.labels().size(); i++) {
            labels.put(family.labels().get(i), series.labelValues().get(i));
        }
        return labels;
    }

    private static Iterable<String> pairs(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }
}
