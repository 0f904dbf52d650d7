package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.guard.Layers;
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
 * Puts the layers of a configuration together before placeholders are filled in, so that those of every layer are.
 *
 * <p>What no metatype describes passes as it is, unless the read-only folder has a file for it.
 */
final class MergePlugin implements ConfigurationPlugin {

    /** Before Karaf's interpolation (500). */
    static final int RANKING = 400;

    private static final Logger LOG = LoggerFactory.getLogger(MergePlugin.class);

    private final Targets targets;
    private final Layers layers;

    MergePlugin(Targets targets, Layers layers) {
        this.targets = targets;
        this.layers = layers;
    }

    @Override
    public void modifyConfiguration(@Nullable ServiceReference<?> reference, Dictionary<String, Object> properties) {
        try {
            Map<String, Object> stored = new LinkedHashMap<>(FrameworkUtil.asMap(properties));
            targets.of(reference == null ? null : reference.getBundle(), stored)
                    .ifPresent(target -> Targets.replace(properties, stored, layers.merge(target, stored)));
        } catch (RuntimeException e) {
            LOG.error(
                    "The layers of {} could not be put together; its file alone counts",
                    properties.get("service.pid"),
                    e);
        }
    }
}
