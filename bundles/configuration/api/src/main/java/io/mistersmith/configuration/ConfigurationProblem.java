package io.mistersmith.configuration;

/**
 * A value that was refused, a key that nobody knows, or a file that may be half written.
 *
 * @param pid the PID; empty when no installed bundle knows the environment variable
 * @param file the file, relative to the directory that holds the home, as {@code home/etc/io.mistersmith.eventbus.cfg}; the
 *     name of the environment variable when the value came from there; the PID when it came another way
 * @param line the line in the file, from 1; 0 when there is none
 * @param key the key; empty when the whole file is meant
 * @param value the value that was given; {@code ***} when it is a secret; empty when the whole file is meant
 * @param reason what is wrong with it, as {@code is not a whole number 0..1000000}
 * @param inForce what is used instead, as {@code Still using 500.}
 */
public record ConfigurationProblem(
        String pid, String file, int line, String key, String value, String reason, String inForce) {

    /** What is in force instead of something that nobody takes: a key that nobody knows, a line that a later one makes void. */
    public static final String NO_EFFECT = "It has no effect.";

    /** Whether it keeps values from taking effect; otherwise it is a warning. */
    public boolean refused() {
        return !inForce.equals(NO_EFFECT);
    }

    /** The problem in one line, with what to do. */
    public String message() {
        String where = file + (line > 0 ? ":" + line : "") + ": ";
        String what = key.isEmpty() ? "" : key + "=" + value + " ";
        String end = reason.endsWith("?") ? " " : ". ";
        return where + what + reason + end + inForce + " " + remedy();
    }

    private String remedy() {
        if (line > 0) {
            return "Mend the line and save.";
        }
        return file.startsWith("MS_") ? "Set it right and start again." : "Mend it and save.";
    }
}
