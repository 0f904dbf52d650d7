package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationValidator.Finding;
import io.mistersmith.configuration.internal.files.LastGood;
import io.mistersmith.configuration.internal.files.UrlPasswords;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the guard knows of one PID: the values that were right, and what was refused since. Used under its monitor. */
final class Known {

    private final LastGood disk;

    /** The values that passed the checks last; null when none did. */
    @Nullable
    Map<String, Object> good;

    @Nullable
    Map<String, Object> before;

    @Nullable
    Map<String, Object> refused;

    @Nullable
    Fault refusal;

    Partial partial = Partial.NO;

    /** The keys that held a secret since the start. */
    final Set<String> secrets = new TreeSet<>();

    /** What validators were asked about last, null when they are to be asked anew, and what they found. */
    @Nullable
    Map<String, Object> ruled;

    List<Finding> findings = List.of();

    /** For whom that was. */
    @Nullable
    Target target;

    /** What was given last, and what was answered. */
    Map<String, Object> given = Map.of();

    Map<String, Object> answered = Map.of();

    /** Whether the file looks half written: not, for less than the hold, for longer, or no more but not read anew yet. */
    enum Partial {
        NO,
        HELD,
        REFUSED,
        MENDED
    }

    Known(String pid, LastGood disk) {
        this.disk = disk;
        this.good = disk.load(pid);
    }

    /**
     * Takes values that passed the checks.
     *
     * @return the keys that are not set any more
     */
    Set<String> accept(Target target, Map<String, Object> settings) {
        if (settings.equals(good)) {
            return Set.of();
        }
        Set<String> vanished = new TreeSet<>(good == null ? Set.of() : good.keySet());
        vanished.removeAll(settings.keySet());
        before = good;
        good = settings;
        refused = null;
        refusal = null;
        keep(target);
        return vanished;
    }

    /** Takes the newest values back. */
    void refuse(Target target, Fault fault) {
        refusal = fault;
        refused = good;
        good = before;
        keep(target);
    }

    /** The values of before; a secret that is not known any more comes from the file, as do all values without any before. */
    Map<String, Object> kept(Target target, Map<String, Object> right) {
        if (good == null) {
            return right;
        }
        Map<String, Object> kept = new LinkedHashMap<>(good);
        right.forEach((key, value) -> {
            if (isSecret(target, key) || holdsPassword(value)) {
                kept.putIfAbsent(key, value);
            }
        });
        return kept;
    }

    /** Drops values of before that are right no more: another version of the bundle, or a validator, sees them otherwise. */
    void drop(Target target, Map<String, Object> refusedNow) {
        if (refusedNow.equals(good)) {
            good = refusedNow.equals(before) ? null : before;
            keep(target);
        }
        if (good != null) {
            Map<String, Object> right = new LinkedHashMap<>(good);
            Checks.faults(target.designate().schema(), good).forEach(fault -> right.remove(fault.key()));
            good = right;
        }
    }

    /** Whether its type says that it is, or it ever held one. */
    boolean isSecret(Target target, String key) {
        return secrets.contains(key)
                || target.designate()
                        .schema()
                        .attribute(key)
                        .map(Attribute::isSecret)
                        .orElse(false);
    }

    private static boolean holdsPassword(Object value) {
        return UrlPasswords.isIn(Values.shown(value));
    }

    /** On disk without secrets, which always come from the file, nor keys that nobody knows, which may be secrets misspelt. */
    private void keep(Target target) {
        if (good == null) {
            disk.delete(target.pid());
            return;
        }
        Schema schema = target.designate().schema();
        Map<String, Object> open = new LinkedHashMap<>(good);
        open.values().removeIf(Known::holdsPassword);
        open.keySet()
                .removeIf(
                        key -> isSecret(target, key) || (schema.attribute(key).isEmpty() && !Values.isComponents(key)));
        disk.save(target.pid(), open);
    }
}
