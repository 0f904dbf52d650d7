package io.mistersmith.metrics.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.shell.support.Rows;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricCommandsTest {

    private static final FamilySnapshot COUNTER = new FamilySnapshot(
            "flagged_total",
            MeterKind.COUNTER,
            "Flagged",
            "",
            List.of("currency"),
            List.of(new SeriesSnapshot(List.of("EUR"), 3, null), new SeriesSnapshot(List.of("USD"), 4, null)));
    private static final FamilySnapshot GAUGE = new FamilySnapshot(
            "fill_ratio",
            MeterKind.GAUGE,
            "Fill",
            "",
            List.of(),
            List.of(new SeriesSnapshot(List.of(), Double.NaN, null)));

    @Test
    void listShowsKindSeriesAndSumOfWhatHasTheText() {
        assertThat(json(ListCommand.rows(List.of(COUNTER, GAUGE), "flag")))
                .isEqualTo(
                        "[{\"name\":\"flagged_total\",\"kind\":\"counter\",\"series\":2,\"sum\":7,\"help\":\"Flagged\"}]");
        assertThat(json(ListCommand.rows(List.of(COUNTER, GAUGE), ""))).contains("\"fill_ratio\"", "\"sum\":null");
        assertThat(json(ListCommand.rows(List.of(COUNTER, GAUGE), "none"))).isEqualTo("[]");
    }

    @Test
    void showHasEverySeriesWithItsLabels() {
        assertThat(json(ShowCommand.rows(COUNTER, true)))
                .isEqualTo("[{\"labels\":{\"currency\":\"EUR\"},\"value\":3},"
                        + "{\"labels\":{\"currency\":\"USD\"},\"value\":4}]");
    }

    @Test
    void showHasTheQuantilesOfTheLastWindow() {
        Distribution recent = new Fixed(10, 5, null);
        FamilySnapshot body = new FamilySnapshot(
                "body_bytes",
                MeterKind.HISTOGRAM,
                "Body",
                "bytes",
                List.of(),
                List.of(new SeriesSnapshot(List.of(), 1_010, new Fixed(1_010, 900, recent))));

        assertThat(json(ShowCommand.rows(body, true)))
                .contains("\"count\":1010", "\"p50\":5", "\"p999\":5", "\"max\":900");
    }

    /** Values that are all the same. */
    private record Fixed(long count, long value, @Nullable Distribution window) implements Distribution {

        @Override
        public long sum() {
            return count * value;
        }

        @Override
        public long min() {
            return value;
        }

        @Override
        public long max() {
            return value;
        }

        @Override
        public long quantile(double share) {
            return value;
        }

        @Override
        public Distribution recent() {
            return window == null ? this : window;
        }

        @Override
        public long countAtMost(long limit) {
            return limit < value ? 0 : count;
        }
    }

    private static String json(Rows rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, "");
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
