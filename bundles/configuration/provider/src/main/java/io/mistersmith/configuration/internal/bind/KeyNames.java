package io.mistersmith.configuration.internal.bind;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Locale;

/** Names of annotation elements as property keys (OSGi Compendium 112.8.2.1). */
final class KeyNames {

    private KeyNames() {}

    /** The key of an element, with the type's {@code PREFIX_} in front. */
    static String of(Class<?> type, Method element) {
        String name = isSingle(type, element) ? dotted(type.getSimpleName()) : unescaped(element.getName());
        return prefix(type) + name;
    }

    private static boolean isSingle(Class<?> type, Method element) {
        return element.getName().equals("value") && type.getDeclaredMethods().length == 1;
    }

    private static String dotted(String simpleName) {
        return simpleName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    }

    private static String unescaped(String name) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (name.startsWith("$_$", i)) {
                key.append('-');
                i += 2;
            } else if (name.startsWith("$$", i)) {
                key.append('$');
                i++;
            } else if (name.startsWith("__", i)) {
                key.append('_');
                i++;
            } else if (c != '$') {
                key.append(c == '_' ? '.' : c);
            }
        }
        return key.toString();
    }

    private static String prefix(Class<?> type) {
        try {
            Field prefix = type.getDeclaredField("PREFIX_");
            prefix.setAccessible(true);
            return String.valueOf(prefix.get(null));
        } catch (NoSuchFieldException e) {
            return "";
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("PREFIX_ of " + type.getName() + " cannot be read", e);
        }
    }
}
