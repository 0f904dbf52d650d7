package io.mistersmith.benchmarks;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.metrics.exporters.internal.prometheus.PrometheusText;
import io.mistersmith.metrics.internal.LocalMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** How long one scrape of 10,000 series takes, from reading them to the last byte: 4,000 counters, gauges, 2,000 timers. */
final class Scraping {

    private static final int ROUNDS = 40;

    private Scraping() {}

    /** The median, in milliseconds. */
    static double run(boolean quick) throws IOException {
        LocalMetrics local = new LocalMetrics();
        fill(local.of("benchmarks"));
        PrometheusText text = PrometheusText.with("", new HistogramBuckets(new double[0], List.of(), ""));
        double[] millis = new double[quick ? ROUNDS / 2 : ROUNDS];
        for (int i = 0; i < 2 * millis.length; i++) { // the first half warms up
            long began = System.nanoTime();
            ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
            String unused = text.writePlain(local.reader().families(), out);
            millis[i % millis.length] = (System.nanoTime() - began) / 1e6;
            if (out.size() < 500_000) {
                throw new IllegalStateException("only " + out.size() + " bytes");
            }
        }
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }

    private static void fill(Metrics metrics) {
        for (int i = 0; i < 4_000; i++) {
            String label = "value-" + i % 400;
            metrics.counter("counter_" + i / 400 + "_total", "A count", "label")
                    .with(label)
                    .increment(i);
            metrics.gauge("gauge_" + i / 400 + "_ratio", "A level", "label")
                    .with(label)
                    .set(i / 3.0);
        }
        for (int i = 0; i < 2_000; i++) {
            var timer = metrics.timer("timer_" + i / 400 + "_seconds", "A time", "label")
                    .with("value-" + i % 400);
            for (int n = 1; n < 200; n++) {
                timer.record((long) n * n * n * 1_000);
            }
        }
    }
}
