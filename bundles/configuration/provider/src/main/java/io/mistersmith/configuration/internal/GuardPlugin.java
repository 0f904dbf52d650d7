package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.files.Edits;
import io.mistersmith.configuration.internal.guard.Guard;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.schema.CommonKeys;
import io.mistersmith.configuration.internal.schema.Designate;
import io.mistersmith.configuration.internal.schema.Schema;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
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

    static final String FILE_NAME = "felix.fileinstall.filename";

    private static final Logger LOG = LoggerFactory.getLogger(GuardPlugin.class);

    private final MetatypeIndex metatypes;
    private final Guard guard;
    private final Edits edits;
    private final LogLevels levels;

    GuardPlugin(MetatypeIndex metatypes, Guard guard, Edits edits, LogLevels levels) {
        this.levels = levels;
        this.metatypes = metatypes;
        this.guard = guard;
        this.edits = edits;
    }

    @Override
    public void modifyConfiguration(@Nullable ServiceReference<?> reference, Dictionary<String, Object> properties) {
        try {
            Map<String, Object> given = new LinkedHashMap<>(FrameworkUtil.asMap(properties));
            target(reference == null ? null : reference.getBundle(), given).ifPresent(target -> {
                replace(properties, given, inForce(target, given));
                edits.taken(target.file(), given);
            });
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
        Map<String, Object> admitted = guard.admit(target, given);
        String level = CommonKeys.level(schema, admitted);
        if (level != null) {
            levels.set(target.pid(), level);
        }
        return CommonKeys.applied(schema, admitted);
    }

    @SuppressWarnings("JdkObsolete") // what a plugin changes is a Dictionary
    private static void replace(
            Dictionary<String, Object> properties, Map<String, Object> given, Map<String, Object> inForce) {
        given.keySet().stream().filter(key -> !inForce.containsKey(key)).forEach(properties::remove);
        inForce.forEach(properties::put);
    }

    /** Which schema a configuration follows; empty when none is known. */
    Optional<Target> target(@Nullable Bundle bundle, Map<String, Object> properties) {
        if (!(properties.get("service.pid") instanceof String pid)) {
            return Optional.empty();
        }
        Optional<Designate> designate = properties.get("service.factoryPid") instanceof String factoryPid
                ? metatypes.find(factoryPid, true, bundle)
                : metatypes.find(pid, false, bundle);
        return designate.map(d -> new Target(pid, d, file(properties.get(FILE_NAME))));
    }

    /** The file that File Install says it read; null when it did not. */
    static @Nullable Path file(@Nullable Object fileName) {
        if (fileName == null) {
            return null;
        }
        try {
            return new File(URI.create(fileName.toString())).toPath();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
