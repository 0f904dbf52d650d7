package io.mistersmith.plugincode.support;

import org.jspecify.annotations.Nullable;

/**
 * Reason why a call into a plugin gave no value. Immutable; holds nothing of the plugin but, for a throwable that is safe to
 * use, that throwable.
 *
 * @param kind of failure
 * @param code that was called, or should have been
 * @param summary one line without control characters that says what happened
 * @param thrown what the code threw, read safely; null unless {@code kind} is {@link Kind#THREW}
 */
public record PluginFailure(Kind kind, PluginCode code, String summary, @Nullable ReadThrowable thrown) {

    /** Kind of failure. */
    public enum Kind {
        /** The code threw. */
        THREW,
        /** The code was called and did not return in time; it was interrupted, and nobody waits for it any longer. */
        TIMED_OUT,
        /** The code was not called: there was no thread for it, or an earlier call of it has not returned. */
        NOT_CALLED,
        /** The thread that waited for the code was interrupted; its interrupt flag is set again. */
        INTERRUPTED
    }

    /** Returns what to give a logger as the throwable; null if there is none. */
    public @Nullable Throwable loggable() {
        return thrown == null ? null : thrown.loggable();
    }

    @Override
    public String toString() {
        return code + " " + summary;
    }
}
