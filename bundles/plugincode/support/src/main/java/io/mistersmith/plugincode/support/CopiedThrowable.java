package io.mistersmith.plugincode.support;

import org.jspecify.annotations.Nullable;

/**
 * Copy of a throwable: its text, stack trace, causes and suppressed throwables, without any code of the original. Printing or
 * logging it runs nothing but the JDK's code and this class.
 */
final class CopiedThrowable extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param text of the original with its class, as {@link Throwable#toString()} would give it
     */
    CopiedThrowable(String text) {
        super(text);
    }

    /** Does nothing: the stack trace is that of the original. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    /** Returns the text alone, which begins with the class of the original. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // its own class would hide that of the original
    public String toString() {
        String text = getMessage();
        return text == null ? "" : text;
    }

    void copyCause(@Nullable CopiedThrowable cause) {
        if (cause != null) {
            initCause(cause);
        }
    }
}
