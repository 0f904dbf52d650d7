package io.mistersmith.configuration.internal.guard;

/**
 * Where a value comes from.
 *
 * @param file the file as messages call it, the environment variable, or the PID of a value set while running; else empty
 * @param line the line of the file, from 1; 0 when there is none
 */
public record Origin(Kind kind, String file, int line) {

    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "", 0);
    static final Origin LAST_GOOD = new Origin(Kind.LAST_GOOD, "", 0);

    /** The layers, lowest first; of the last two, only values that were refused or wait leave one of before. */
    public enum Kind {
        DEFAULT("default"),
        FILE("file"),
        FOLDER("folder"),
        ENVIRONMENT("environment"),
        RUN_TIME("run-time"),
        LAST_GOOD("last good");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As a person reads it. */
        public String words() {
            return words;
        }
    }

    /** Such as {@code home/etc/io.mistersmith.eventbus.cfg:7}, {@code MS_EVENTBUS_LINGER_MS} or {@code default}. */
    public String words() {
        return file.isEmpty() || kind == Kind.RUN_TIME ? kind.words() : file + (line > 0 ? ":" + line : "");
    }
}
