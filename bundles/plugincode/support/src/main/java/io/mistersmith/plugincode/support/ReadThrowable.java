package io.mistersmith.plugincode.support;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** What a throwable says, read once. Immutable; none of its methods runs code of a plugin. */
public final class ReadThrowable {

    private static final int MAX_STACK_TRACE = 65_536;
    private static final int MAX_SUMMARY = 500;

    private final String className;
    private final @Nullable String message;
    private final CopiedThrowable copy;
    private final Throwable loggable;

    ReadThrowable(String className, @Nullable String message, CopiedThrowable copy, Throwable loggable) {
        this.className = className;
        this.message = message;
        this.copy = copy;
        this.loggable = loggable;
    }

    /** Returns the name of its class. */
    public String className() {
        return className;
    }

    /** Returns its message, cut after 8,192 characters; null if it has none or it could not be read. */
    public @Nullable String message() {
        return message;
    }

    /**
     * Returns one line of at most 500 characters, without control characters: class and message, then those of the innermost
     * cause if there is one.
     */
    public String summary() {
        String own = Texts.line(copy.toString(), MAX_SUMMARY / 2);
        Throwable innermost = copy;
        for (Throwable cause = copy.getCause(); cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        return innermost == copy
                ? Texts.line(copy.toString(), MAX_SUMMARY)
                : own + ", caused by " + Texts.line(innermost.toString(), MAX_SUMMARY - own.length() - 12);
    }

    /** Returns the stack trace as text of at most 65,536 characters; of control characters, it has line feeds and tabs. */
    public String stackTrace() {
        StringWriter text = new StringWriter();
        copy.printStackTrace(new PrintWriter(text));
        return Texts.lines(text.toString(), MAX_STACK_TRACE);
    }

    /**
     * Returns what to give to a logger: the throwable itself if printing it runs the JDK's code alone and its texts are
     * ordinary, else a copy.
     */
    public Throwable loggable() {
        return loggable;
    }

    @Override
    public String toString() {
        return summary();
    }
}
