package io.mistersmith.metrics.exporters.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Settings that are lists of {@code NAME=VALUE}. */
public final class NamedValues {

    private NamedValues() {}

    /**
     * Returns the values by their names, in the order given.
     *
     * @throws IllegalArgumentException if an entry has no name, no {@code =} or a control character; its text, which may be secret, is not in the
     *     message
     */
    public static Map<String, String> of(String key, String[] entries) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i++) {
            int cut = entries[i].indexOf('=');
            if (cut < 1 || entries[i].chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(key + " has an entry that is not NAME=VALUE: number " + (i + 1));
            }
            values.put(
                    entries[i].substring(0, cut).strip(),
                    entries[i].substring(cut + 1).strip());
        }
        return values;
    }
}
