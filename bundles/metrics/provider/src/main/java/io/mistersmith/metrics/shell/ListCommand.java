package io.mistersmith.metrics.shell;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.shell.support.Rows;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code metric:list mistersmith_threads} shows every metric whose name has the text in it. */
@Service
@Command(scope = "metric", name = "list", description = "Show every metric, its kind and its sum")
public final class ListCommand implements Action {

    @Reference
    MetricsReader metrics;

    @Reference
    Session session;

    @Argument(index = 0, name = "text", description = "Only metrics whose name has this text in it; default all")
    @Completion(MetricNameCompleter.class)
    String text = "";

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        List<FamilySnapshot> all = metrics.families();
        rows(all, text)
                .print(
                        session.getConsole(),
                        json,
                        all.isEmpty()
                                ? "No metrics yet."
                                : "No metric has \"" + text + "\" in its name; metric:list shows all.");
        return null;
    }

    static Rows rows(List<FamilySnapshot> all, String text) {
        Rows rows = new Rows("name", "kind", "series", "sum", "help");
        for (FamilySnapshot one : all) {
            if (one.name().contains(text)) {
                double sum =
                        one.series().stream().mapToDouble(SeriesSnapshot::value).sum();
                rows.add(
                        one.name(),
                        one.kind().name().toLowerCase(Locale.ROOT),
                        one.series().size(),
                        Figures.number(sum),
                        one.help());
            }
        }
        return rows;
    }
}
