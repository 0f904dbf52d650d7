package io.mistersmith.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {

    private static final Comparison RATE = Comparison.atLeast("bus", "one", "events/s", 5, quick -> 0, quick -> 0);
    private static final Comparison TIME = Comparison.atMost("deploy", "p95", "ms", 1_000, quick -> 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final Deque<Double> figures = new ArrayDeque<>();

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    @Test
    void everyRunAboveTheGoalIsMet() throws Exception {
        turns(60, 10, 70, 10, 80, 10, 60, 10, 90, 10);

        assertThat(compare(RATE, "bus")).isZero();
        assertThat(text(out)).isEqualTo("bus  one  70 events/s  10 events/s  7x  6..9  >=5x  met\n");
        assertThat(Files.readString(folder.resolve("compare.json")))
                .contains("\"ours\":[60.0, 70.0, 80.0, 60.0, 90.0]", "\"verdict\":\"met\"", "\"quick\":false");
        assertThat(text(progress)).contains("  bus one 1/5 ours 60 events/s\n");
    }

    @Test
    void noRunAboveTheGoalIsMissedAndFails() throws Exception {
        turns(40, 10, 40, 10, 40, 10, 40, 10, 41.5, 10);

        assertThat(compare(RATE)).isEqualTo(1);
        assertThat(text(out)).isEqualTo("bus  one  40 events/s  10 events/s  4x  4..4.15  >=5x  MISSED\n");
    }

    @Test
    void aSpreadThatCoversTheGoalIsUnsureAndDoesNotFail() throws Exception {
        turns(60, 10, 60, 10, 60, 10, 60, 10, 40, 10);

        assertThat(compare(RATE)).isZero();
        assertThat(text(out)).endsWith("4..6  >=5x  UNSURE\n");
    }

    @Test
    void aFigureWithoutPeerIsComparedWithItsGoal() throws Exception {
        turns(400, 1_250);

        assertThat(compare(TIME, "--quick", "deploy")).isZero();
        assertThat(text(out)).isEqualTo("deploy  p95  825 ms  -  -  400..1,250  <=1,000 ms  UNSURE  quick\n");
    }

    @Test
    void oneComparisonOfAConcernCanBeAskedFor() throws Exception {
        turns(400, 400);

        assertThat(compare(TIME, "--quick", "p95")).isZero();
        assertThat(text(out)).startsWith("deploy  p95  400 ms");
    }

    @Test
    void anUnknownConcernIsRefusedWithTheNamesOfThoseThereAre() throws Exception {
        assertThat(compare(RATE, "buss")).isEqualTo(2);
        assertThat(text(progress)).isEqualTo("no concern buss; there are: bus\n");
    }

    @Test
    void helpNamesTheConcernsAndRunsNothing() throws Exception {
        assertThat(compare(RATE, "--help")).isZero();
        assertThat(text(out)).contains("concerns  bus (all");
    }

    @Test
    void aRunThatFailsIsNotAResult() throws Exception {
        assertThat(compare(RATE)).isEqualTo(2);
        assertThat(text(progress)).isEqualTo("bus one failed: no figure\n");
    }

    @Test
    void allComparisonsHaveNamesOfTheirOwn() {
        assertThat(Comparisons.all().stream().map(one -> one.concern() + " " + one.name()))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+ [a-z0-9-]+"));
    }

    private void turns(double... values) {
        for (double value : values) {
            figures.add(value);
        }
    }

    private int compare(Comparison comparison, String... args) throws Exception {
        Compare.Fork fork = (one, side, quick) -> {
            Double figure = figures.poll();
            if (figure == null) {
                throw new IOException("no figure");
            }
            return figure;
        };
        return new Compare(
                        List.of(comparison),
                        fork,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(progress, true, StandardCharsets.UTF_8),
                        folder.resolve("compare.json"))
                .run(List.of(args));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
