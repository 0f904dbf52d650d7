package io.mistersmith.resilience.internal.core;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses exceptions by the names of their classes, of the classes they extend and of the interfaces those implement. The
 * classes live in plugins: none is loaded here, and none is held.
 *
 * @param names as {@code Class.getName} gives them
 */
public record ClassNames(Set<String> names) implements Predicate<Throwable> {

    private static final Pattern NAME = Pattern.compile("[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*"
            + "(\\.[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*)*");

    public ClassNames {
        names = Set.copyOf(names);
    }

    /**
     * Reads the values of a key; each may hold several names, with commas or blanks between.
     *
     * @throws IllegalArgumentException if one cannot be a class's name; the message begins with the key
     */
    public static ClassNames of(String key, String... values) {
        Set<String> names = Arrays.stream(values)
                .flatMap(value -> Arrays.stream(value.split("[,\\s]+")))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(key + "=" + name + " is not the name of a class");
            }
        }
        return new ClassNames(names);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Whether one of the names is that of the exception's class, or of one that it is made of. */
    @Override
    public boolean test(Throwable thrown) {
        if (names.isEmpty()) {
            return false;
        }
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (names.contains(type.getName()) || anyOf(type.getInterfaces())) {
                return true;
            }
        }
        return false;
    }

    private boolean anyOf(Class<?>[] interfaces) {
        for (Class<?> one : interfaces) {
            if (names.contains(one.getName()) || anyOf(one.getInterfaces())) {
                return true;
            }
        }
        return false;
    }
}
