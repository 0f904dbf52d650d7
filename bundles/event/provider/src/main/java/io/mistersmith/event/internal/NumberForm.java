package io.mistersmith.event.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The form of numbers in events: at most {@value #MAX_DIGITS} digits once written out without an exponent. A short text such
 * as 1e1200 would otherwise become a number that no later event could be added to.
 */
final class NumberForm {

    static final int MAX_DIGITS = 1_000;

    /** Characters that the text of such a number may have: digits, sign, point and exponent. */
    static final int MAX_LENGTH = 1_020;

    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    private NumberForm() {}

    /** Returns what is wrong with a number; null when nothing is. */
    static @Nullable String problem(BigDecimal number) {
        long scale = number.scale();
        long digits = Math.max(number.precision() - scale, 1) + Math.max(scale, 0);
        return digits > MAX_DIGITS ? tooLong(digits) : null;
    }

    /** Returns what is wrong with a number; null when nothing is. */
    static @Nullable String problem(BigInteger number) {
        if (number.bitLength() < MAX_DIGITS * BITS_PER_DIGIT - 1) {
            return null;
        }
        return number.bitLength() > 2 * MAX_DIGITS * BITS_PER_DIGIT
                ? "is a number of more than " + 2 * MAX_DIGITS + " digits, allowed are " + MAX_DIGITS
                : problem(new BigDecimal(number));
    }

    /** Returns what is wrong with the text of a well-formed number; null when nothing is. */
    static @Nullable String problem(String text) {
        if (text.length() <= MAX_DIGITS && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
            return null;
        }
        try {
            return problem(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return "is a number whose exponent is out of range"; // it does not fit into 32 bits
        }
    }

    private static String tooLong(long digits) {
        return "is a number of " + digits + " digits once written out, allowed are " + MAX_DIGITS;
    }
}
