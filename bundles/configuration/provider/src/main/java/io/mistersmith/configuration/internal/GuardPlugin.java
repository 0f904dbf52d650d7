package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.apply.Applying;
import io.mistersmith.configuration.internal.files.Edits;
import io.mistersmith.configuration.internal.guard.Guard;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.schema.CommonKeys;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the guard between Config Admin and whoever is configured.
 *
 * <p>Called for a component, and once more without a reference when a change is announced; both get the same answer. What no
 * metatype describes passes as it is.
 */
final class GuardPlugin implements ConfigurationPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(GuardPlugin.class);

    private final Targets targets;
    private static final String OURS = "io.mistersmith.";

    private final Guard guard;
    private final Applying applying;
    private final Edits edits;
    private final LogLevels levels;
    private final SecretPlugin secrets;

    GuardPlugin(Targets targets, Guard guard, Applying applying, Edits edits, LogLevels levels, SecretPlugin secrets) {
        this.applying = applying;
        this.secrets = secrets;
        this.levels = levels;
        this.targets = targets;
        this.guard = guard;
        this.edits = edits;
    }

    @Override
    public void modifyConfiguration(@Nullable ServiceReference<?> reference, Dictionary<String, Object> properties) {
        try {
            Map<String, Object> given = new LinkedHashMap<>(FrameworkUtil.asMap(properties));
            SecretPlugin.open(properties);
            targets.of(reference == null ? null : reference.getBundle(), given).ifPresent(target -> {
                Targets.replace(properties, given, inForce(target, given));
                edits.taken(target.file(), given);
                if (target.pid().startsWith(OURS)) { // a plugin may read keys that its metatype does not name
                    secrets.hideUnknown(target.designate().schema(), properties);
                }
            });
            if (reference == null && secrets.isUsedBy(given.get("service.pid")) && Onlookers.ask()) {
                secrets.hide(properties);
            }
            if (LogLevels.PID.equals(given.get("service.pid"))) {
                levels.addTo(properties);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "The configuration {} could not be checked and is taken as it is",
                    properties.get("service.pid"),
                    e);
        }
    }

    private Map<String, Object> inForce(Target target, Map<String, Object> given) {
        Schema schema = target.designate().schema();
        secrets.remember(schema, given);
        Map<String, Object> admitted = applying.inForce(target, guard.admit(target, given));
        String level = CommonKeys.level(schema, admitted);
        if (level != null) {
            levels.set(target.pid(), level);
        }
        return CommonKeys.applied(schema, admitted);
    }
}
