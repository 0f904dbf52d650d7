package io.mistersmith.configuration.internal.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows the variables <code>${name}</code> of a file's values as File Install does, which takes what is unknown for
 * empty, gives up where they lead in a circle, and puts no limit to what they grow to. For one file, one thread.
 */
final class Variables {

    /** Characters of one value, with everything put in. */
    static final int LIMIT = 1 << 16;

    /** Variables on the way from one value to its last. */
    static final int DEEPEST = 64;

    /** Variables of one file, each time that one is put in. */
    static final int MOST = 10_000;

    private static final String START = "${";

    private final Map<String, String> values;
    private final Function<String, @Nullable String> outside;
    private int puts;
    private @Nullable String unset;

    /** Why a value cannot be; {@code unreadable} if File Install fails at it. */
    record Fault(String reason, boolean unreadable) {}

    /** File Install would fail. */
    private static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        private final String reason;

        Failed(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    /**
     * @param values of the file by their keys
     * @param outside the variables that are set elsewhere, null for those that are not
     */
    Variables(Map<String, String> values, Function<String, @Nullable String> outside) {
        this.values = values;
        this.outside = outside;
    }

    /** What is wrong with a key's value; null when nothing is. */
    @Nullable
    Fault faultOf(String key) {
        String value = values.get(key);
        if (value == null || !value.contains(START)) {
            return null;
        }
        Deque<String> path = new ArrayDeque<>();
        path.add(key);
        unset = null;
        try {
            expand(value, path);
            return unset == null ? null : new Fault("names " + START + unset + "}, which nothing sets", false);
        } catch (Failed e) {
            return new Fault(e.reason, true);
        }
    }

    /** A key's value with everything put in; as it is written when that fails. */
    String filledIn(String key) {
        String value = values.getOrDefault(key, "");
        if (!value.contains(START)) {
            return value;
        }
        Deque<String> path = new ArrayDeque<>();
        path.add(key);
        try {
            return expand(value, path);
        } catch (Failed e) {
            return value;
        }
    }

    private String expand(String value, Deque<String> path) throws Failed {
        String text = value;
        int end = end(text, 0);
        while (end >= 0) {
            int start = text.lastIndexOf(START, end);
            if (start < 0) {
                end = end(text, end + 1);
                continue;
            }
            if (++puts > MOST) {
                throw new Failed("is one of more than " + MOST + " uses of variables");
            }
            String put = valueOf(text.substring(start + START.length(), end), path);
            if (text.length() + put.length() > LIMIT) {
                throw new Failed("grows beyond " + LIMIT + " characters by its variables");
            }
            text = text.substring(0, start) + put + text.substring(end + 1);
            end = end(text, 0);
        }
        return text;
    }

    private String valueOf(String variable, Deque<String> path) throws Failed {
        int operator = operator(variable);
        String name = operator < 0 ? variable : variable.substring(0, operator);
        if (path.contains(name)) {
            path.add(name);
            throw new Failed("leads back to itself: " + String.join(", ", path));
        }
        String value = values.get(name);
        if (value != null) {
            if (path.size() == DEEPEST) {
                throw new Failed("leads through more than " + DEEPEST + " variables");
            }
            path.add(name);
            value = expand(value, path);
            path.removeLast();
        } else {
            value = name.isEmpty() ? null : outside.apply(name);
        }
        if (operator >= 0) {
            boolean set = value != null && !value.isEmpty();
            boolean otherwise = variable.startsWith(":-", operator);
            return set != otherwise ? variable.substring(operator + 2) : value == null ? "" : value;
        }
        if (value == null) {
            unset = unset == null ? variable : unset;
            return "";
        }
        return value;
    }

    /** Where {@code :-} or {@code :+} begins; -1 when there is none. */
    private static int operator(String variable) {
        int otherwise = variable.lastIndexOf(":-");
        int instead = variable.lastIndexOf(":+");
        return otherwise < 0 || instead < 0 ? Math.max(otherwise, instead) : Math.min(otherwise, instead);
    }

    private static int end(String text, int from) {
        int end = text.indexOf('}', from);
        while (end > 0 && text.charAt(end - 1) == '\\') {
            end = text.indexOf('}', end + 1);
        }
        return end;
    }
}
