package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.internal.schema.Texts;
import java.util.List;

/** Values as a .cfg writes them. */
final class Shown {

    private Shown() {}

    static String value(Object value) {
        if (value instanceof Object[] many) {
            return Texts.join(List.of(many).stream().map(String::valueOf).toList());
        }
        return value instanceof List<?> many
                ? Texts.join(many.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }
}
