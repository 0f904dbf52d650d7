package io.mistersmith.event.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares a payload with what its JSON was read back as. Records and arrays are equal when their components are.
 *
 * <p>The equals method of a record is not called: JDK 17 keeps what it makes for its first call, and with it the loader of
 * the plugin, until memory is short. Only within a set it cannot be avoided.
 */
final class ReadBack {

    private final Function<Class<?>, List<Method>> accessors;

    /** Takes the accessors of a record class, in the order of its components, from this function. */
    ReadBack(Function<Class<?>, List<Method>> accessors) {
        this.accessors = accessors;
    }

    /** The field that differs, such as {@code lines[2].price}; empty: the whole; null: none does. */
    @Nullable
    String difference(@Nullable Object written, @Nullable Object read) {
        if (written == null || read == null) {
            return written == read ? null : "";
        }
        Class<?> type = written.getClass();
        if (type.isArray() && read.getClass() == type) {
            return ofArrays(written, read);
        }
        if (type.isRecord()) {
            return read.getClass() == type ? ofRecords(type, written, read) : "";
        }
        if (written instanceof List<?> one && read instanceof List<?> other) {
            return one.size() == other.size() ? ofLists(one, other) : "";
        }
        if (written instanceof Map<?, ?> one && read instanceof Map<?, ?> other) {
            return one.size() == other.size() ? ofMaps(one, other) : "";
        }
        if (written instanceof Optional<?> one && read instanceof Optional<?> other) {
            return difference(one.orElse(null), other.orElse(null));
        }
        return written.equals(read) ? null : "";
    }

    private @Nullable String ofArrays(Object written, Object read) {
        int length = Array.getLength(written);
        if (length != Array.getLength(read)) {
            return "";
        }
        for (int i = 0; i < length; i++) {
            String difference = difference(Array.get(written, i), Array.get(read, i));
            if (difference != null) {
                return below("[" + i + "]", difference);
            }
        }
        return null;
    }

    private @Nullable String ofRecords(Class<?> type, Object written, Object read) {
        for (Method accessor : accessors.apply(type)) {
            String difference;
            try {
                difference = difference(accessor.invoke(written), accessor.invoke(read));
            } catch (ReflectiveOperationException e) {
                difference = ""; // it threw, though it did not when the payload was written
            }
            if (difference != null) {
                return below(accessor.getName(), difference);
            }
        }
        return null;
    }

    private @Nullable String ofLists(List<?> written, List<?> read) {
        Iterator<?> others = read.iterator();
        int i = 0;
        for (Object one : written) {
            String difference = difference(one, others.next());
            if (difference != null) {
                return below("[" + i + "]", difference);
            }
            i++;
        }
        return null;
    }

    private @Nullable String ofMaps(Map<?, ?> written, Map<?, ?> read) {
        for (Map.Entry<?, ?> one : written.entrySet()) {
            String difference =
                    read.containsKey(one.getKey()) ? difference(one.getValue(), read.get(one.getKey())) : "";
            if (difference != null) {
                return below(String.valueOf(one.getKey()), difference);
            }
        }
        return null;
    }

    private static String below(String step, String rest) {
        return rest.isEmpty() || rest.startsWith("[") ? step + rest : step + "." + rest;
    }
}
