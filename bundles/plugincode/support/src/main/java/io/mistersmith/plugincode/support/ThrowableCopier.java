package io.mistersmith.plugincode.support;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Copies one throwable with its causes and suppressed throwables, at most {@value #MAX_THROWABLES} in all and
 * {@value #MAX_FRAMES} frames of each. Used once, by one thread.
 */
final class ThrowableCopier {

    static final int MAX_MESSAGE = 8_192;

    private static final int MAX_THROWABLES = 50;
    private static final int MAX_FRAMES = 1_024;

    private final Extent extent;
    private final String unread;
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Class<?>> pluginTypes = new HashSet<>();
    private boolean ordinary = true;

    private ThrowableCopier(Extent extent, String unread) {
        this.extent = extent;
        this.unread = unread;
    }

    /** What is read of a throwable whose class replaces methods of {@link Throwable}; of others, everything is. */
    enum Extent {
        /**
         * Its class, and its message if that is the JDK's. Not its cause and stack: {@link Throwable} synchronizes them, and a
         * method of the plugin's that did not return may hold the monitor.
         */
        NAME,
        /** What the methods give that are the JDK's. */
        JDK_METHODS,
        /** Everything. Runs the plugin's code, so it may never return. */
        ALL
    }

    /**
     * Copies a throwable.
     *
     * @param unread why some of it is not read, for the texts that are missing
     */
    static Copy copy(Throwable original, Extent extent, String unread) {
        return new ThrowableCopier(extent, unread).all(original);
    }

    /**
     * A copy.
     *
     * @param pluginTypes classes that replace methods which are needed for a full copy; empty if there are none
     */
    record Copy(ReadThrowable read, Set<Class<?>> pluginTypes) {}

    private Copy all(Throwable original) {
        CopiedThrowable copy = copy(original);
        String message = message(original);
        ReadThrowable read =
                new ReadThrowable(original.getClass().getName(), message, copy, ordinary ? original : copy);
        return new Copy(read, pluginTypes);
    }

    private CopiedThrowable copy(Throwable original) {
        seen.add(original);
        CopiedThrowable copy = new CopiedThrowable(text(original));
        if (!Methods.areJdk(original, Methods.ALL)) {
            ordinary = false;
            pluginTypes.add(original.getClass());
            if (extent == Extent.NAME) {
                return copy;
            }
        }
        copy.setStackTrace(frames(original));
        Throwable cause = read(original, Methods.CAUSE, original::getCause, null);
        if (cause != null && mayCopy(cause)) {
            copy.copyCause(copy(cause));
        }
        for (Throwable suppressed : original.getSuppressed()) { // final in Throwable
            if (mayCopy(suppressed)) {
                copy.addSuppressed(copy(suppressed));
            }
        }
        return copy;
    }

    private boolean mayCopy(Throwable next) {
        boolean may = seen.size() < MAX_THROWABLES && !seen.contains(next);
        ordinary &= may;
        return may;
    }

    private String text(Throwable original) {
        String name = original.getClass().getName();
        if (Methods.areJdk(original, Methods.TEXT | Methods.PLAIN_TEXT)) { // not toString(): a message may have 100 MB
            String message = original.getLocalizedMessage();
            return message == null ? name : name + ": " + cut(message);
        }
        String missing = name + " (text not read: " + unread + ")";
        String text = cut(read(original, Methods.TEXT, original::toString, missing));
        return text.startsWith(name) ? text : name + ": " + text;
    }

    private @Nullable String message(Throwable original) {
        String message = read(original, Methods.TEXT, original::getMessage, null);
        return message == null ? null : cut(message);
    }

    private String cut(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        ordinary &= Texts.ordinary(text, MAX_MESSAGE);
        return Texts.lines(text, MAX_MESSAGE);
    }

    private StackTraceElement[] frames(Throwable original) {
        StackTraceElement[] frames = read(original, Methods.STACK, original::getStackTrace, null);
        if (frames == null) {
            return new StackTraceElement[0];
        }
        return Arrays.stream(frames).filter(Objects::nonNull).limit(MAX_FRAMES).toArray(StackTraceElement[]::new);
    }

    private <T> @Nullable T read(Throwable original, int method, Callable<@Nullable T> call, @Nullable T missing) {
        boolean jdk = Methods.areJdk(original, method);
        if (!jdk && extent != Extent.ALL) {
            return missing;
        }
        try {
            return call.call();
        } catch (Throwable e) { // of a method of the plugin's own
            ordinary = false;
            return missing;
        }
    }
}
