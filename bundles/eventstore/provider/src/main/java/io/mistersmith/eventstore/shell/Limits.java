package io.mistersmith.eventstore.shell;

/** Checks the numbers that people type. */
final class Limits {

    private Limits() {}

    /**
     * Refuses a number out of range.
     *
     * @throws IllegalArgumentException that names the option and the range
     */
    static void check(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " " + value + " is not within " + min + ".." + max);
        }
    }
}
