package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.ConfigFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would be said of values if they were given now; nothing is kept or reported. */
public final class Preview {

    /** What stays in force instead of a key that nobody knows. */
    public static final String NO_EFFECT = "It has no effect.";

    private final Target target;
    private final Map<String, Object> settings;
    private final Reports reports;

    /**
     * @param text the file that the values stand in
     * @param good what is in force; null when that is the defaults
     */
    public Preview(
            HomeName home, Target target, Map<String, Object> given, String text, @Nullable Map<String, Object> good) {
        this.target = target;
        this.settings = Values.settings(given);
        this.reports = new Reports(home, target, ConfigFile.of(text), good == null ? null : Values.settings(good));
    }

    /** Values that keep the whole file from taking effect. */
    public List<ConfigurationProblem> refused() {
        return Checks.faults(target.designate().schema(), settings).stream()
                .map(reports::refused)
                .toList();
    }

    /** Keys without effect. */
    public List<ConfigurationProblem> unknown() {
        return target.designate().complete()
                ? Checks.unknown(target.designate().schema(), settings).stream()
                        .map(reports::unknown)
                        .toList()
                : List.of();
    }

    /** Whether a key holds what nobody may read: its type says so, or its name, or nobody knows it: it may be misspelt. */
    public static boolean isSecret(@Nullable Target target, String key) {
        return Checks.soundsSecret(key)
                || (target != null
                        && target.designate()
                                .schema()
                                .attribute(key)
                                .map(attribute -> attribute.isSecret())
                                .orElseGet(() -> target.designate().complete() && !Values.isComponents(key)));
    }
}
