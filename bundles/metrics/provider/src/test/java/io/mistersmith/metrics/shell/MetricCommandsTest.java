package io.mistersmith.metrics.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.shell.support.Rows;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    private static String json(Rows rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, "");
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
