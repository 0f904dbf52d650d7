package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.guard.Layers;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.schema.Designate;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** Tells from a configuration's properties how it is described and which file it was read from. */
final class Targets {

    static final String FILE_NAME = "felix.fileinstall.filename";

    private final MetatypeIndex metatypes;
    private final Layers layers;

    Targets(MetatypeIndex metatypes, Layers layers) {
        this.metatypes = metatypes;
        this.layers = layers;
    }

    /** How a configuration is described; by nothing at all when only the read-only folder has it; empty otherwise. */
    Optional<Target> of(@Nullable Bundle bundle, Map<String, Object> properties) {
        if (!(properties.get("service.pid") instanceof String pid)) {
            return Optional.empty();
        }
        Path file = file(properties.get(FILE_NAME));
        boolean factory = properties.get("service.factoryPid") instanceof String;
        String described = properties.get("service.factoryPid") instanceof String factoryPid ? factoryPid : pid;
        return metatypes
                .find(described, factory, bundle)
                .map(designate -> new Target(pid, designate, file))
                .or(() -> Optional.of(new Target(pid, Designate.none(described, factory), file))
                        .filter(layers::inFolder));
    }

    /** Which configuration a file would be. */
    Target of(File file) {
        String name = file.getName().substring(0, file.getName().lastIndexOf('.'));
        int dash = name.indexOf('-');
        boolean factory = dash > 0;
        String described = factory ? name.substring(0, dash) : name;
        String pid = factory ? described + "~" + name.substring(dash + 1) : name;
        return new Target(
                pid,
                metatypes.find(described, factory, null).orElseGet(() -> Designate.none(described, factory)),
                file.toPath());
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

    /** Puts other properties in the place of those that were given. */
    @SuppressWarnings("JdkObsolete") // what a plugin changes is a Dictionary
    static void replace(Dictionary<String, Object> properties, Map<String, Object> given, Map<String, Object> instead) {
        given.keySet().stream().filter(key -> !instead.containsKey(key)).forEach(properties::remove);
        instead.forEach(properties::put);
    }
}
