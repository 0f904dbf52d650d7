package io.mistersmith.resilience;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long to wait between tries: longer each time up to a longest, of which a random share is left out, so that those who
 * failed together do not come back together.
 *
 * <p>The wait after try {@code n} is {@code w * (1 - jitter * r)} with {@code w = min(max, initial * multiplier^(n - 1))} and
 * {@code r} evenly from 0 to 1. With multiplier 2 and jitter 1 that is "full jitter" of Marc Brooker, <em>Exponential Backoff
 * And Jitter</em>, AWS Architecture Blog, March 2015; with jitter 0.5 it is its "equal jitter".
 *
 * @param initial the wait after the first try, without jitter; 1 ms or more
 * @param max no wait is longer; not below {@code initial}, one day at most
 * @param multiplier how much longer each wait is than the one before, 1 (always the same) to 100
 * @param jitter the largest share of a wait that is left out, 0 (none) to 1 (all of it)
 */
public record Backoff(Duration initial, Duration max, double multiplier, double jitter) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)\\.\\.(\\d{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is not within its range; the message begins with {@code backoff}
     */
    public Backoff {
        if (initial.compareTo(Duration.ofMillis(1)) < 0 || max.compareTo(initial) < 0 || max.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "backoff=" + initial.toMillis() + "ms.." + max.toMillis() + "ms is not within 1ms..24h");
        }
        if (!(multiplier >= 1 && multiplier <= 100)) {
            throw new IllegalArgumentException("backoff.multiplier=" + multiplier + " is not within 1..100");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("backoff.jitter=" + jitter + " is not within 0..1");
        }
    }

    /** Doubles each time and leaves out up to one half: what most of this container uses. */
    public Backoff(Duration initial, Duration max) {
        this(initial, max, 2, 0.5);
    }

    /**
     * Reads a text such as {@code 200ms..30s}: the first wait and the longest, with the units ms, s, m and h. The rest is as
     * in {@link #Backoff(Duration, Duration)}.
     *
     * @throws IllegalArgumentException if it has another form, or is out of range; the message begins with {@code backoff}
     */
    public static Backoff parse(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("backoff=\"" + text + "\" is not of the form 200ms..30s");
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

    /** The wait after this many failed tries, with chance as its jitter; see {@link #delay(int, RandomGenerator)}. */
    public Duration delay(int attempt) {
        return delay(attempt, ThreadLocalRandom.current());
    }

    /**
     * The wait after this many failed tries, in whole milliseconds.
     *
     * @param attempt 1 after the first try; less counts as 1
     * @return 0 only where jitter leaves out nearly all, never more than {@code max}
     */
    public Duration delay(int attempt, RandomGenerator random) {
        double longest = max.toMillis();
        double full = Math.min(longest, initial.toMillis() * Math.pow(multiplier, Math.max(0, attempt - 1)));
        return Duration.ofMillis(Math.round(full * (1 - jitter * random.nextDouble())));
    }
}
