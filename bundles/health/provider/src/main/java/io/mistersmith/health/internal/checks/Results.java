package io.mistersmith.health.internal.checks;

import java.util.Locale;
import org.apache.felix.hc.api.Result;

/** Results in one line. */
final class Results {

    private Results() {}

    static Result ok(String message) {
        return new Result(Result.Status.OK, message);
    }

    static Result degraded(String message) {
        return new Result(Result.Status.WARN, message);
    }

    static Result unhealthy(String message) {
        return new Result(Result.Status.CRITICAL, message);
    }

    /** Degraded from a share on. */
    static Result share(double percent, int from, String message) {
        return percent >= from ? degraded(message + ", " + from + " % or more is degraded") : ok(message);
    }

    static String percent(double percent) {
        return String.format(Locale.ROOT, "%.0f %%", percent);
    }

    /** As {@code 1.5 GiB}. */
    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
