package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.plugincode.support.ReadThrowable;
import java.util.Arrays;
import java.util.List;

/** Text about stacks and about what plugins threw, for display. */
final class Stacks {

    private static final int MOST_LINES = 60;
    private static final List<String> NOBODYS_FAULT = List.of(
            "java.",
            "jdk.",
            "sun.",
            "org.apache.felix.",
            "org.osgi.",
            "org.apache.karaf.",
            "io.mistersmith.lifecycle.");

    private Stacks() {}

    /** Returns the stack trace and its causes as lines. */
    static List<String> of(ReadThrowable thrown) {
        return thrown.stackTrace()
                .lines()
                .limit(MOST_LINES)
                .map(line -> line.replace("\t", "  "))
                .toList();
    }

    static List<String> of(StackTraceElement... frames) {
        return Arrays.stream(frames)
                .limit(MOST_LINES)
                .map(frame -> "  at " + frame)
                .toList();
    }

    /** The innermost frame that is not the platform's, else the innermost. */
    static String culprit(StackTraceElement... frames) {
        return Arrays.stream(frames)
                .filter(frame -> NOBODYS_FAULT.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .or(() -> Arrays.stream(frames).findFirst())
                .map(StackTraceElement::toString)
                .orElse("no frame");
    }

    /** Returns the throwable that says what happened; the framework's wrapper says only where. */
    static Throwable withoutWrapper(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getClass().getName().startsWith("org.osgi.framework.")) {
            Throwable inner = cause.getCause();
            if (inner == null) {
                break;
            }
            cause = inner;
        }
        return cause;
    }
}
