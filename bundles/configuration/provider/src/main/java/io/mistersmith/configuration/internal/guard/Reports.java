package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words faults as problems: where they stand, what stays in force. */
final class Reports {

    private static final String HIDDEN = "***";

    private final HomeName home;
    private final Target target;
    private final ConfigFile file;
    private final @Nullable Map<String, Object> good;

    /** For one configuration, with what is in force for it; null when that is the defaults. */
    Reports(HomeName home, Target target, ConfigFile file, @Nullable Map<String, Object> good) {
        this.home = home;
        this.target = target;
        this.file = file;
        this.good = good;
    }

    ConfigurationProblem refused(Fault fault) {
        return inFile(fault, inForce(fault));
    }

    ConfigurationProblem unknown(Fault fault) {
        return inFile(fault, "It has no effect.");
    }

    ConfigurationProblem partial(String reason) {
        String stays = good == null ? "Using the defaults." : "Still using the values of before.";
        return new ConfigurationProblem(
                target.pid(), home.of(target.file(), target.pid()), file.lastLine(), "", "", reason, stays);
    }

    ConfigurationProblem override(String variable, Fault fault) {
        return new ConfigurationProblem(
                target.pid(),
                variable,
                0,
                fault.key(),
                fault.secret() ? HIDDEN : fault.value(),
                fault.reason(),
                "Using what the file says, or the default.");
    }

    private ConfigurationProblem inFile(Fault fault, String inForce) {
        int line = file.lineOf(fault.key()).orElse(0);
        // the text of the file, not the value: a placeholder may have put a secret into that
        String written = line > 0 && file.valueAt(line).contains("$") ? file.valueAt(line) : fault.value();
        return new ConfigurationProblem(
                target.pid(),
                home.of(target.file(), target.pid()),
                line,
                fault.key(),
                fault.secret() ? HIDDEN : written,
                fault.reason(),
                inForce);
    }

    private String inForce(Fault fault) {
        if (fault.secret()) {
            return good == null ? "It stays unset." : "Still using the one of before.";
        }
        Object before = good == null ? null : good.get(fault.key());
        if (before != null) {
            return "Still using " + Values.shown(before) + ".";
        }
        Schema schema = target.designate().schema();
        String value = schema.attribute(fault.key()).map(a -> a.defaultValue()).orElse(null);
        if (value == null) {
            return "It stays unset.";
        }
        return (good == null ? "Using the default " : "Still using the default ") + value + ".";
    }
}
