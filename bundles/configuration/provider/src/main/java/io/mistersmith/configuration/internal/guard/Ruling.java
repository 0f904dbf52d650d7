package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationValidator.Finding;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks validators about the values as they would be in force; once about the same. Used under the guard's monitor, except for
 * what says otherwise.
 */
final class Ruling {

    private final EnvironmentOverrides environment;
    private final Layers layers;
    private volatile Rules rules = Rules.NONE;

    Ruling(EnvironmentOverrides environment, Layers layers) {
        this.environment = environment;
        this.layers = layers;
    }

    void rules(Rules now) {
        rules = now;
    }

    /** What they find; a validator that fails holds up changes, but what was taken before it came stays. */
    List<Fault> faults(Target target, Known known, Map<String, Object> settings) {
        Schema schema = target.designate().schema();
        Map<String, Object> merged = merged(target, settings);
        Map<String, Object> typed = Typed.of(schema, merged);
        if (!typed.equals(known.ruled)) {
            known.findings = rules.findings(target.designate().pid(), typed);
            known.ruled = typed;
            known.target = target;
        }
        boolean inForce = settings.equals(known.good);
        return known.findings.stream()
                .filter(finding -> !inForce || !finding.key().isEmpty())
                .map(finding -> fault(schema, finding, merged))
                .toList();
    }

    /** What they find in values that nobody gave yet; needs no monitor. */
    List<Fault> preview(Target target, Map<String, Object> settings) {
        Schema schema = target.designate().schema();
        Map<String, Object> merged = merged(target, settings);
        return rules.findings(target.designate().pid(), Typed.of(schema, merged)).stream()
                .map(finding -> fault(schema, finding, merged))
                .toList();
    }

    private Map<String, Object> merged(Target target, Map<String, Object> settings) {
        Map<String, Object> merged = new LinkedHashMap<>(settings);
        for (EnvironmentOverrides.Variable variable : environment.of(target)) {
            String key = variable.attribute().id();
            if (Checks.faultOf(variable.attribute(), variable.value()) == null
                    && !layers.isRunTime(target.pid(), key)) {
                merged.put(key, variable.value());
            }
        }
        return merged;
    }

    /** Whether validators see what was given last otherwise by now; then they are asked about it anew. */
    boolean isOther(Known known, Set<String> pids) {
        Map<String, Object> before = known.ruled;
        Target target = known.target;
        if (before == null
                || target == null
                || !pids.contains(target.designate().pid())) {
            return false;
        }
        List<Finding> now = rules.findings(target.designate().pid(), before);
        if (now.equals(known.findings)) {
            return false;
        }
        known.ruled = null;
        return true;
    }

    private static Fault fault(Schema schema, Finding finding, Map<String, Object> merged) {
        Optional<Attribute> attribute = schema.attribute(finding.key());
        Object value = merged.get(finding.key());
        if (value == null) {
            value = attribute.map(Attribute::defaultValue).orElse("");
        }
        boolean secret = attribute.map(Attribute::isSecret).orElse(false);
        return new Fault(finding.key(), Values.shown(value), finding.reason(), secret);
    }
}
