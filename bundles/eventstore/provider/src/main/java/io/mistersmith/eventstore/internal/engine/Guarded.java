package io.mistersmith.eventstore.internal.engine;

/** Logging that cannot throw, for threads that must survive what the logged throwable or the log's appenders do. */
public final class Guarded {

    private Guarded() {}

    /** Runs a log statement; what it throws is dropped, because there is no other place to report it. */
    public static void log(Runnable statement) {
        try {
            statement.run();
        } catch (Throwable e) {
            // A throwable's own toString or getStackTrace can throw, and so can an appender.
        }
    }

    /** The throwable's text, or only its class if reading that fails. */
    public static String text(Throwable throwable) {
        try {
            return String.valueOf(throwable);
        } catch (Throwable e) {
            return throwable.getClass().getName();
        }
    }
}
