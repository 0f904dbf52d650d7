package io.mistersmith.configuration.internal;

import java.util.Objects;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Tells who asks Config Admin for values in order to show them, or to write them to a file: Karaf's config commands and MBean. */
final class Onlookers {

    private static final String CONFIG_ADMIN = "org.apache.felix.configadmin";
    private static final Set<String> NAMES = Set.of("org.apache.karaf.config.command", "org.apache.karaf.config.core");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Onlookers() {}

    /** Whether such a one called Config Admin, which calls this bundle's plugin on this thread. */
    static boolean ask() {
        Bundle own = FrameworkUtil.getBundle(Onlookers.class);
        return own != null
                && STACK.walk(frames -> frames.map(frame -> FrameworkUtil.getBundle(frame.getDeclaringClass()))
                        .filter(Objects::nonNull)
                        .dropWhile(own::equals)
                        .map(Bundle::getSymbolicName)
                        .dropWhile(CONFIG_ADMIN::equals)
                        .findFirst()
                        .filter(NAMES::contains)
                        .isPresent());
    }
}
