package io.mistersmith.eventbus.internal.core;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long to wait between tries: doubled each time up to a longest, of which a random share of up to one half is left
 * out, so that those who failed together do not come back together.
 *
 * @param first before the second try, 1 ms or more
 * @param longest not below {@code first}, one day at most
 */
public record Backoff(Duration first, Duration longest) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)\\.\\.(\\d{1,9})(ms|s|m|h)");

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is not as said above
     */
    public Backoff {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0 || longest.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "retry.backoff=" + first.toMillis() + "ms.." + longest.toMillis() + "ms is not within 1ms..24h");
        }
    }

    /**
     * Reads a text such as {@code 200ms..30s}.
     *
     * @throws IllegalArgumentException if it has another form, or is out of range
     */
    public static Backoff parse(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("retry.backoff=\"" + text + "\" is not of the form 200ms..30s");
        }
        return new Backoff(duration(matcher.group(1), matcher.group(2)), duration(matcher.group(3), matcher.group(4)));
    }

    private static Duration duration(String digits, String unit) {
        long n = Long.parseLong(digits);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            default -> Duration.ofHours(n);
        };
    }

    /** The wait after this many failed tries. */
    public Duration after(int failures) {
        return after(failures, ThreadLocalRandom.current()::nextDouble);
    }

    Duration after(int failures, DoubleSupplier random) {
        long most = longest.toMillis();
        long full = first.toMillis();
        for (int i = 1; i < failures && full < most; i++) {
            full *= 2;
        }
        full = Math.min(full, most);
        return Duration.ofMillis(Math.max(1, full - (long) (random.getAsDouble() * full / 2)));
    }
}
