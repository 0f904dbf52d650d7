package io.mistersmith.configuration.internal.schema;

import java.util.Comparator;
import java.util.List;
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

    /** The attribute that whoever wrote this key probably meant: at most a third of the characters differ. */
    public Optional<Attribute> nearest(String key) {
        return attributes.stream()
                .min(Comparator.comparingInt(a -> Texts.distance(a.id(), key)))
                .filter(a -> Texts.distance(a.id(), key) <= Math.max(2, key.length() / 3));
    }
}
