package io.mistersmith.configuration.internal.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The keys of one kind of configuration: an object class definition of the metatype.
 *
 * @param id of the definition; the name of the annotation type unless its author chose another
 * @param name its title; may be empty
 * @param description what it configures; may be empty
 * @param attributes in the order of the metatype
 */
public record Schema(String id, String name, String description, List<Attribute> attributes) {

    public Schema {
        attributes = List.copyOf(attributes);
    }

    public Optional<Attribute> attribute(String key) {
        return attributes.stream().filter(a -> a.id().equals(key)).findFirst();
    }

    /** The attribute that whoever wrote this key probably meant: at most a third of the characters differ, case aside. */
    public Optional<Attribute> nearest(String key) {
        String written = key.toLowerCase(Locale.ROOT);
        int most = Math.max(2, key.length() / 3);
        return attributes.stream()
                .filter(a -> Math.abs(a.id().length() - written.length()) <= most)
                .min(Comparator.comparingInt(a -> distance(a, written)))
                .filter(a -> distance(a, written) <= most);
    }

    private static int distance(Attribute attribute, String written) {
        return Texts.distance(attribute.id().toLowerCase(Locale.ROOT), written);
    }
}
