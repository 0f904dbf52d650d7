package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.ConfigFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the guard would say of a text if it stood in the file: the same layers, checks and validators, but nothing is kept,
 * reported or put in force. Only who uses the values may still refuse them. Thread-safe; takes no lock while validators run.
 */
public final class Preview {

    private final Layers layers;
    private final Ruling ruling;
    private final Placeholders placeholders;

    /** Fills in placeholders as they are before the guard is asked: secrets as arrays of characters. */
    @FunctionalInterface
    public interface Placeholders {
        Map<String, Object> filledIn(Target target, Map<String, Object> values);
    }

    /**
     * What is wrong.
     *
     * @param refused this keeps the whole file from taking effect
     * @param unknown keys without effect
     * @param duplicates lines without effect, since a later one sets the same key
     */
    public record Told(
            List<ConfigurationProblem> refused,
            List<ConfigurationProblem> unknown,
            List<ConfigurationProblem> duplicates) {}

    /** The texts behind values that nobody was given yet, and those before placeholders are filled in. */
    record Draft(Sources sources, Map<String, Object> values) {}

    Preview(Layers layers, Ruling ruling, Placeholders placeholders) {
        this.layers = layers;
        this.ruling = ruling;
        this.placeholders = placeholders;
    }

    /** What of a text nobody can read, which is all that is refused where the guard is not asked. */
    public List<ConfigurationProblem> unreadable(Target target, ConfigFile file) {
        Sources sources = layers.draft(target, file).sources();
        return layers.faults(target, sources).stream()
                .map(reports(target, sources, null)::text)
                .toList();
    }

    /** What a text is refused for before anybody takes values out of it. */
    public List<ConfigurationProblem> text(Target target, ConfigFile file, @Nullable Map<String, Object> good) {
        return text(target, layers.draft(target, file).sources(), good);
    }

    /**
     * What a text and its values are refused for, and warned of.
     *
     * @param good what is in force; null when that is the defaults
     */
    public Told of(Target target, ConfigFile file, @Nullable Map<String, Object> good) {
        Draft draft = layers.draft(target, file);
        List<ConfigurationProblem> refused = text(target, draft.sources(), good);
        if (!refused.isEmpty()) {
            return new Told(refused, List.of(), List.of());
        }
        Map<String, Object> given = placeholders.filledIn(target, draft.values());
        Set<String> secrets = Values.secrets(given);
        Map<String, Object> settings = Values.settings(given);
        List<Fault> faults = Checks.all(target.designate(), settings);
        if (faults.isEmpty()) {
            faults.addAll(ruling.preview(target, settings));
        }
        faults.replaceAll(fault -> fault.hiddenIf(secrets.contains(fault.key())));
        Reports reports = reports(target, draft.sources(), good);
        boolean complete = target.designate().complete();
        return new Told(
                faults.stream().map(reports::refused).toList(),
                complete
                        ? Checks.unknown(target.designate().schema(), settings).stream()
                                .map(fault -> reports.unknown(fault.hiddenIf(secrets.contains(fault.key()))))
                                .toList()
                        : List.of(),
                complete
                        ? layers.duplicates(draft.sources()).stream()
                                .map(reports::duplicate)
                                .toList()
                        : List.of());
    }

    private List<ConfigurationProblem> text(Target target, Sources sources, @Nullable Map<String, Object> good) {
        Reports reports = reports(target, sources, good);
        List<Sources.Placed> wrong = layers.faults(target, sources);
        Sources.Half half = sources.half();
        return wrong.isEmpty() && half != null
                ? List.of(reports.partial(half))
                : wrong.stream().map(reports::text).toList();
    }

    private static Reports reports(Target target, Sources sources, @Nullable Map<String, Object> good) {
        return new Reports(target, sources, good == null ? null : Values.settings(good));
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
