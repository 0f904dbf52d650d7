package io.mistersmith.metrics.exporters.shell;

import io.mistersmith.metrics.exporters.internal.Exporters;
import io.mistersmith.metrics.exporters.internal.SampledSeries;
import io.mistersmith.metrics.exporters.internal.Sparkline;
import io.mistersmith.shell.support.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code metric:watch NAME} draws the last minutes of each series: a gauge's values, else growth per second. */
@Service
@Command(scope = "metric", name = "watch", description = "Draw the last minutes of a metric")
public final class WatchCommand implements Action {

    @Reference
    Exporters exporters;

    @Reference
    Session session;

    @Argument(index = 0, name = "name", description = "As metric:list shows it", required = true)
    @Completion(SampledNameCompleter.class)
    String name = "";

    @Option(name = "--count", description = "Draw so many times, a sample apart, 1 to 1,000; default 1")
    int count = 1;

    @Option(name = "--json", description = "The samples, the oldest first, as one line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        if (count < 1 || count > 1_000) {
            throw new IllegalArgumentException("--count " + count + " is not within 1..1000");
        }
        try {
            draw();
            for (int n = 1; n < count; n++) {
                pause(exporters.samplePeriod().toMillis());
                draw();
            }
        } catch (InterruptedException e) { // Ctrl-C
            session.getConsole().println();
        }
        return null;
    }

    /** Until Ctrl-C, or a sample later: nobody counts this latch down. */
    private static void pause(long millis) throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    private void draw() {
        List<SampledSeries> all = exporters.samples(name);
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "No samples of " + name + " yet; metric:list shows all names, and a new one" + " is sampled within "
                            + exporters.samplePeriod().toSeconds() + " s");
        }
        rows(all, json).print(session.getConsole(), json, "");
    }

    static Rows rows(List<SampledSeries> all, boolean json) {
        Rows rows = json
                ? new Rows("labels", "perSecond", "values")
                : new Rows("labels", "last minutes", "least", "most", "now");
        for (SampledSeries one : all) {
            if (json) {
                rows.add(
                        one.labels(),
                        one.rate(),
                        one.values().stream().map(WatchCommand::finite).toList());
            } else {
                double[] seen = one.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .filter(Double::isFinite)
                        .toArray();
                rows.add(
                        String.join(
                                ", ",
                                one.labels().entrySet().stream()
                                        .map(Object::toString)
                                        .toList()),
                        Sparkline.of(one.values()),
                        figure(Arrays.stream(seen).min().orElse(Double.NaN), one.rate()),
                        figure(Arrays.stream(seen).max().orElse(Double.NaN), one.rate()),
                        figure(one.values().get(one.values().size() - 1), one.rate()));
            }
        }
        return rows;
    }

    private static @Nullable Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String figure(double value, boolean rate) {
        if (!Double.isFinite(value)) {
            return "";
        }
        String text = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.3g", value);
        return rate ? text + "/s" : text;
    }
}
