package io.mistersmith.lifecycle.internal.deploy;

import org.osgi.framework.Version;

/** Versions as people write them. */
public final class Versions {

    private Versions() {}

    /** Without trailing zeros but at least two numbers: {@code 1.0}, {@code 2.4.1}, {@code 1.0.0.rc1}. */
    public static String text(Version version) {
        if (!version.getQualifier().isEmpty()) {
            return version.toString();
        }
        String text = version.getMajor() + "." + version.getMinor();
        return version.getMicro() == 0 ? text : text + "." + version.getMicro();
    }
}
