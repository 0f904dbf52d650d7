package io.mistersmith.event.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of RFC 3339. They are not read by java.time, which has offsets of at most 18 hours, no leap second and at most nine
 * fraction digits, but takes 24:00.
 */
final class Rfc3339 {

    private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})[Tt](\\d{2}):(\\d{2}):(\\d{2})"
            + "(?:\\.(\\d+))?(?:[Zz]|([+-])(\\d{2}):(\\d{2}))");
    private static final int LEAP = 60;
    private static final int NANO_DIGITS = 9;
    private static final int LAST_YEAR = 9_999;

    private Rfc3339() {}

    /**
     * Reads a time. What is finer than a nanosecond is cut off. A leap second counts as the second before it, as java.time
     * has it, because an instant cannot tell the two apart.
     *
     * @throws DateTimeException if it is none, or outside the years 0 to 9999 in UTC; the message is to be read after it
     */
    static Instant parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw malformed();
        }
        int second = number(form, 6);
        LocalDateTime utc;
        try {
            LocalDate date = LocalDate.of(number(form, 1), number(form, 2), number(form, 3));
            LocalTime time =
                    LocalTime.of(number(form, 4), number(form, 5), second == LEAP ? LEAP - 1 : second, nanos(form));
            utc = date.atTime(time).minusMinutes(offsetMinutes(form));
        } catch (DateTimeException e) {
            throw malformed(); // no such day, hour, minute or second
        }
        if (second == LEAP && !endsHalfYear(utc)) {
            throw new DateTimeException(
                    "but a leap second ends the last minute of June or December in UTC, not that one");
        }
        if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
            throw new DateTimeException("which is outside the years 0 to 9999 in UTC");
        }
        return utc.toInstant(ZoneOffset.UTC);
    }

    private static DateTimeException malformed() {
        return new DateTimeException("not an RFC 3339 time such as 2026-01-31T09:30:00Z");
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    private static int nanos(Matcher form) {
        String fraction = form.group(7);
        return fraction == null ? 0 : Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
    }

    private static int offsetMinutes(Matcher form) {
        if (form.group(8) == null) {
            return 0;
        }
        LocalTime offset = LocalTime.of(number(form, 9), number(form, 10));
        int minutes = offset.getHour() * 60 + offset.getMinute();
        return form.group(8).equals("-") ? -minutes : minutes;
    }

    /** To date every leap second was at the end of one of these months. */
    private static boolean endsHalfYear(LocalDateTime utc) {
        boolean lastDay = (utc.getMonth() == Month.JUNE && utc.getDayOfMonth() == 30)
                || (utc.getMonth() == Month.DECEMBER && utc.getDayOfMonth() == 31);
        return lastDay && utc.getHour() == 23 && utc.getMinute() == 59;
    }
}
