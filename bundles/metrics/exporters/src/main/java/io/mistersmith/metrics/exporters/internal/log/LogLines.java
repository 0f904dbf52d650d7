package io.mistersmith.metrics.exporters.internal.log;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Families as a line for each series. */
final class LogLines {

    private static final double NANOS = 1e9;

    private LogLines() {}

    /**
     * Of the families whose names begin with one of these, after the prefix; of all if none is given.
     *
     * @param prefix that the families' names have already
     */
    static List<String> of(List<FamilySnapshot> families, List<String> names, String prefix) {
        return families.stream()
                .filter(family -> names.isEmpty()
                        || names.stream().anyMatch(name -> family.name().startsWith(prefix + name)))
                .flatMap(LogLines::lines)
                .toList();
    }

    private static Stream<String> lines(FamilySnapshot family) {
        return family.series().stream().map(series -> family.name() + labels(family, series) + figures(family, series));
    }

    private static String labels(FamilySnapshot family, SeriesSnapshot series) {
        if (family.labels().isEmpty()) {
            return "";
        }
        StringJoiner labels = new StringJoiner(",", "{", "}");
        for (int i = 0; i < family.labels().size(); i++) {
            labels.add(family.labels().get(i) + "=" + series.labelValues().get(i));
        }
        return labels.toString();
    }

    private static String figures(FamilySnapshot family, SeriesSnapshot series) {
        Distribution values = series.distribution();
        if (values == null) {
            return " " + text(series.value());
        }
        double scale = family.kind() == MeterKind.TIMER ? NANOS : 1;
        Distribution recent = values.recent();
        return " count=" + values.count()
                + " p50=" + text(recent.quantile(0.5) / scale)
                + " p99=" + text(recent.quantile(0.99) / scale)
                + " p999=" + text(recent.quantile(0.999) / scale)
                + " max=" + text(values.max() / scale);
    }

    private static String text(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? String.format(Locale.ROOT, "%d", (long) value) : String.format(Locale.ROOT, "%.6g", value);
    }
}
