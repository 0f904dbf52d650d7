package io.mistersmith.eventbus.internal.core;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What handlers throw, made safe to write down. */
public final class Failures {

    private Failures() {}

    /** The failure; one that says which class it is, if it throws or gives null when it is asked what it is. */
    static Throwable readable(Throwable failure) {
        try {
            String unused = stack(failure);
            return failure.toString() != null
                    ? failure
                    : new IllegalStateException(failure.getClass().getName() + ", which prints as null");
        } catch (RuntimeException | StackOverflowError e) {
            return new IllegalStateException(failure.getClass().getName() + ", which throws when it is printed");
        }
    }

    /** The stack trace as text. */
    public static String stack(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
