package io.mistersmith.configuration;

/**
 * A value that was refused, or a key that nobody knows.
 *
 * @param pid the PID
 * @param file the file, relative to the directory that holds the home, as {@code home/etc/io.mistersmith.eventbus.cfg}; the
 *     name of the environment variable when the value came from there
 * @param line the line in the file, from 1; 0 when there is none
 * @param key the key
 * @param value the value that was given; {@code ***} when it is a secret
 * @param reason what is wrong with it, as {@code is not a whole number 0..1000000}
 * @param inForce what is used instead, as {@code Still using 500.}
 */
public record ConfigurationProblem(
        String pid, String file, int line, String key, String value, String reason, String inForce) {

    /** The problem in one line, with what to do. */
    public String message() {
        return file + (line > 0 ? ":" + line : "") + ": " + key + "=" + value + " " + reason + ". " + inForce
                + " Mend the line and save.";
    }
}
