package io.mistersmith.metrics.exporters.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.metrics.internal.RealMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {

    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
    private static final double[] NONE = {};

    private final RealMetrics real = new RealMetrics();
    private final Metrics metrics = real.metrics();

    @Test
    void everyKindIsWrittenWithHelpTypeAndLabels() throws Exception {
        everyKind();

        assertThat(text(NONE, null))
                .contains(
                        "# HELP flagged_total Flagged \"orders\" with a \\\\ and a \\n line\n",
                        "# TYPE flagged_total counter\n",
                        "flagged_total{currency=\"E\\\"U\\\\R\\n\"} 3.0\n",
                        "# TYPE fill_ratio gauge\nfill_ratio 0.25\n",
                        "# TYPE call_seconds summary\n",
                        "call_seconds{quantile=\"0.5\"} 0.00",
                        "call_seconds{quantile=\"0.999\"} 0.00",
                        "call_seconds_count 3\n",
                        "call_seconds_sum 0.006\n",
                        "body_bytes_count 1\nbody_bytes_sum 100.0\n");
    }

    @Test
    void openMetricsIsWrittenForWhoAcceptsIt() throws Exception {
        everyKind();

        assertThat(text(NONE, OPEN_METRICS))
                .contains("# TYPE flagged counter\n", "flagged_total{currency=", "# UNIT call_seconds seconds\n")
                .endsWith("# EOF\n");
        assertThat(text(NONE, "text/plain")).doesNotContain("# EOF");
    }

    @Test
    void bucketsAreWrittenWhenTheyAreSet() throws Exception {
        everyKind();

        assertThat(text(new double[] {0.0015, 0.01, 5}, null))
                .contains(
                        "# TYPE call_seconds histogram\n",
                        "call_seconds_bucket{le=\"0.0015\"} 1\n",
                        "call_seconds_bucket{le=\"0.01\"} 3\n",
                        "call_seconds_bucket{le=\"5.0\"} 3\n",
                        "call_seconds_bucket{le=\"+Inf\"} 3\n",
                        "body_bytes_bucket{le=\"64.0\"} 0\n",
                        "body_bytes_bucket{le=\"256.0\"} 1\n")
                .doesNotContain("quantile");
    }

    @Test
    void aPrefixStandsBeforeEveryName() throws Exception {
        everyKind();

        assertThat(text(new TextSettings("acme_", buckets(NONE)), real.families(), null))
                .contains("acme_flagged_total{", "acme_call_seconds_count")
                .doesNotContain("\nflagged_total");
    }

    @Test
    void promtoolFindsNothingToSay() throws Exception {
        everyKind();

        assertThat(Promtool.check(text(NONE, null))).isEmpty();
        assertThat(Promtool.check(text(new double[] {0.001, 1}, null))).isEmpty();
        assertThat(Promtool.check("# HELP a A\n# TYPE a counter\na 1\n"))
                .as("a check that finds something")
                .contains("should have \"_total\" suffix");
    }

    @Test
    void whatTheFormatCannotHoldIsLeftOutAndTheRestIsWritten() throws Exception {
        metrics.counter("falling_total", "Falls below 0", Map.of(), () -> -1);
        metrics.gauge("fine_ratio", "Fine", () -> 1);

        assertThat(text(NONE, OPEN_METRICS)).contains("fine_ratio 1.0\n").doesNotContain("falling");
    }

    @Test
    void aSupplierThatThrewIsNotANumber() throws Exception {
        metrics.gauge("bad_ratio", "Bad", () -> {
            throw new IllegalStateException("expected by the test");
        });

        assertThat(text(NONE, null)).contains("bad_ratio NaN\n");
        assertThat(Promtool.check(text(NONE, null))).isEmpty();
    }

    @Test
    void aTimerWithoutValuesHasNoQuantiles() throws Exception {
        metrics.timer("idle_seconds", "Idle").get();

        assertThat(text(NONE, null)).contains("idle_seconds{quantile=\"0.5\"} NaN\n", "idle_seconds_count 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Acme", "1a", "a-b"})
    void aBadPrefixIsRefused(String prefix) {
        assertThatThrownBy(() -> new TextSettings(prefix, buckets(NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prefix=" + prefix + " is not [a-z][a-z0-9_]*");
    }

    @Test
    void bucketsThatDoNotRiseAreRefused() {
        for (double[] bad : new double[][] {{0}, {-1}, {1, 1}, {2, 1}, {Double.NaN}, {1e10}}) {
            assertThatThrownBy(() -> buckets(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("histogram.buckets=[" + bad[0])
                    .hasMessageEndingWith("has bounds that do not rise from above 0 to at most 1.0E9");
        }
        assertThatThrownBy(() -> buckets(risingTo(101)))
                .hasMessage("histogram.buckets=" + Arrays.toString(risingTo(101)) + " has 101 bounds, at most 100");
    }

    @Test
    void nothingToWriteIsAnEmptyText() throws Exception {
        FamilySnapshot empty = new FamilySnapshot("a_total", MeterKind.COUNTER, "A", "", List.of(), List.of());

        assertThat(text(new TextSettings("", buckets(NONE)), List.of(), null)).isEmpty();
        assertThat(text(new TextSettings("", buckets(NONE)), List.of(empty), OPEN_METRICS))
                .endsWith("# EOF\n");
        assertThat(text(
                        new TextSettings("", buckets(NONE)),
                        List.of(new FamilySnapshot(
                                "a_total",
                                MeterKind.COUNTER,
                                "A",
                                "",
                                List.of("b"),
                                List.of(new SeriesSnapshot(List.of(""), 1, null)))),
                        null))
                .contains("a_total{b=\"\"} 1.0\n");
    }

    @Test
    void aMetricMayHaveBucketsOfItsOwn() throws Exception {
        everyKind();
        HistogramBuckets own =
                new HistogramBuckets(NONE, List.of("call_seconds:0.0015|0.0025", " body_bytes:50|150"), "");

        assertThat(text(new TextSettings("acme_", own), real.families(), null))
                .contains(
                        "# TYPE acme_call_seconds histogram\n",
                        "acme_call_seconds_bucket{le=\"0.0015\"} 1\n",
                        "acme_call_seconds_bucket{le=\"0.0025\"} 2\n",
                        "acme_call_seconds_bucket{le=\"+Inf\"} 3\n",
                        "acme_body_bytes_bucket{le=\"50.0\"} 0\n",
                        "acme_body_bytes_bucket{le=\"150.0\"} 1\n",
                        "# TYPE acme_mistersmith_metrics_collection_seconds summary\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a_seconds, has an entry that is not NAME:BOUND|BOUND|BOUND: a_seconds",
        "a_seconds:1|, has a bound that is no number: a_seconds:1|",
        "a_seconds:2|1, has bounds that do not rise from above 0 to at most 1.0E15: a_seconds:2|1"
    })
    void badBucketsOfAMetricAreRefused(String entry, String message) {
        assertThatThrownBy(() -> new HistogramBuckets(NONE, List.of(entry), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric.buckets " + message);
        assertThatThrownBy(() -> new HistogramBuckets(NONE, List.of("a:1", "a:2"), ""))
                .hasMessage("metric.buckets names a metric twice: a:2");
    }

    private static HistogramBuckets buckets(double[] timers) {
        return new HistogramBuckets(timers, List.of(), "");
    }

    private static double[] risingTo(int last) {
        double[] bounds = new double[last];
        for (int i = 0; i < last; i++) {
            bounds[i] = i + 1;
        }
        return bounds;
    }

    private void everyKind() {
        metrics.counter("flagged_total", "Flagged \"orders\" with a \\ and a \n line", "currency")
                .with("E\"U\\R\n")
                .increment(3);
        metrics.gauge("fill_ratio", "Fill").get().set(0.25);
        metrics.histogram("body_bytes", "Body", "bytes").get().record(100);
        for (long millis = 1; millis <= 3; millis++) {
            metrics.timer("call_seconds", "Calls").get().record(millis * 1_000_000);
        }
    }

    private String text(double[] buckets, @Nullable String accept) throws IOException {
        return text(new TextSettings("", buckets(buckets)), real.families(), accept);
    }

    private static String text(TextSettings settings, List<FamilySnapshot> families, @Nullable String accept)
            throws IOException {
        PrometheusText text = new PrometheusText(settings);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.write(families, text.format(accept), out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
