package io.mistersmith.lifecycle.internal;

import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the framework forget which services an uninstalled bundle used.
 *
 * <p>Felix 7.0.5 counts who uses which service in a table by bundle, and takes a row out when the service goes, never when
 * the bundle does: each bundle that was ever uninstalled stays, with its manifest and the index of its jar. No method of the
 * framework takes the row out, so it is done by reflection. In another framework this does nothing.
 */
final class UseCounts {

    private static final Logger LOG = LoggerFactory.getLogger(UseCounts.class);

    private final @Nullable Map<?, ?> byBundle;

    UseCounts(Bundle framework) {
        byBundle = tableOf(framework);
    }

    private static @Nullable Map<?, ?> tableOf(Bundle framework) {
        try {
            Object registry = valueOf("m_registry", framework);
            return registry != null && valueOf("m_inUseMap", registry) instanceof Map<?, ?> table ? table : null;
        } catch (ReflectiveOperationException | RuntimeException otherFramework) {
            LOG.debug("The framework keeps its use counts elsewhere", otherFramework);
            return null;
        }
    }

    private static @Nullable Object valueOf(String name, Object owner) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** To be called when it is uninstalled, and nobody can use a service in its name any more. */
    void forget(Bundle uninstalled) {
        if (byBundle != null) {
            byBundle.remove(uninstalled);
        }
    }
}
