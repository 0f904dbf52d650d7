package io.mistersmith.lifecycle.internal.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stacks as lines for people. */
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

    /** What was thrown and its causes, each with its frames. */
    static List<String> of(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        for (Throwable one = thrown; one != null && lines.size() < MOST_LINES; one = one.getCause()) {
            lines.add((lines.isEmpty() ? "" : "caused by ") + one);
            lines.addAll(of(one.getStackTrace()));
        }
        return List.copyOf(lines.subList(0, Math.min(lines.size(), MOST_LINES)));
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

    /** The cause that says what happened, in one line; the framework's wrapper says only where. */
    static String headline(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getClass().getName().startsWith("org.osgi.framework.")) {
            cause = cause.getCause();
        }
        String text = cause.toString();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
