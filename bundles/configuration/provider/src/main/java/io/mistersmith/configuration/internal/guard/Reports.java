package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.UrlPasswords;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words faults as problems: where they stand, what stays in force. */
final class Reports {

    /** Of what is a warning only. */
    private static final String NO_EFFECT = ConfigurationProblem.NO_EFFECT;

    private static final String HIDDEN = "***";

    /** Characters of a value that are shown. */
    private static final int LONGEST = 200;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\[secret:[^\\]]*]");

    private final Target target;
    private final Sources sources;
    private final @Nullable Map<String, Object> good;

    /** For one configuration, with what is in force for it; null when that is the defaults. */
    Reports(Target target, Sources sources, @Nullable Map<String, Object> good) {
        this.target = target;
        this.sources = sources;
        this.good = good;
    }

    ConfigurationProblem refused(Fault fault) {
        return inFile(fault, inForce(fault));
    }

    ConfigurationProblem unknown(Fault fault) {
        return inFile(fault, NO_EFFECT);
    }

    ConfigurationProblem partial(Sources.Half half) {
        Origin where = half.where();
        return new ConfigurationProblem(target.pid(), where.file(), where.line(), "", "", half.reason(), stays());
    }

    /** What a text is refused for. */
    ConfigurationProblem text(Sources.Placed placed) {
        return text(placed, secret -> placed.fault().key().isEmpty() ? stays() : inForce(secret));
    }

    /** A line that a later one makes void. */
    ConfigurationProblem duplicate(Sources.Placed placed) {
        return text(placed, secret -> NO_EFFECT);
    }

    private ConfigurationProblem text(Sources.Placed placed, Function<Fault, String> inForce) {
        Schema schema = target.designate().schema();
        String key = placed.fault().key();
        boolean secret = schema.attribute(key).map(Attribute::isSecret).orElseGet(() -> !key.isEmpty());
        String value = Values.shown(placed.fault().value());
        return new ConfigurationProblem(
                target.pid(),
                placed.where().file(),
                placed.where().line(),
                key,
                secret ? HIDDEN : shown(value),
                placed.fault().reason(),
                inForce.apply(new Fault(key, value, placed.fault().reason(), secret)));
    }

    private String stays() {
        return good == null ? "Using the defaults." : "Still using the values of before.";
    }

    ConfigurationProblem override(String variable, Fault fault) {
        return new ConfigurationProblem(
                target.pid(),
                variable,
                0,
                fault.key(),
                fault.secret() ? HIDDEN : shown(fault.value()),
                fault.reason(),
                "Using what the file says, or the default.");
    }

    private ConfigurationProblem inFile(Fault fault, String inForce) {
        Origin where = sources.of(fault.key());
        String text = sources.textOf(fault.key());
        // the text of the file, not the value: a placeholder may have put a secret into that
        String written = text != null && text.contains("$") ? text : fault.value();
        return new ConfigurationProblem(
                target.pid(), where.file(), where.line(), fault.key(), shown(fault, written), fault.reason(), inForce);
    }

    /** Where a secret is, is none. */
    private static String shown(Fault fault, String written) {
        if (fault.secret() && !REFERENCE.matcher(written.strip()).matches()) {
            return HIDDEN;
        }
        return shown(written);
    }

    private static String shown(String value) {
        String open = UrlPasswords.masked(value);
        return open.length() > LONGEST ? open.substring(0, LONGEST) + "…" : open;
    }

    private String inForce(Fault fault) {
        if (fault.key().isEmpty()) {
            return stays();
        }
        if (fault.secret()) {
            return good == null ? "It stays unset." : "Still using the one of before.";
        }
        Object before = good == null ? null : good.get(fault.key());
        if (before != null) {
            return "Still using " + UrlPasswords.masked(Values.shown(before)) + ".";
        }
        Schema schema = target.designate().schema();
        String value = schema.attribute(fault.key()).map(a -> a.defaultValue()).orElse(null);
        if (value == null) {
            return "It stays unset.";
        }
        return (good == null ? "Using the default " : "Still using the default ") + value + ".";
    }
}
