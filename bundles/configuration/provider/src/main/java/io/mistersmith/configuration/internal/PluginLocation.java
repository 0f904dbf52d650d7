package io.mistersmith.configuration.internal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Tells plugins, which were dropped into the home's {@code deploy} folder, from the container's own bundles. */
record PluginLocation(Path deploy) {

    PluginLocation {
        deploy = real(deploy);
    }

    /** Whether a bundle with this location was dropped into the folder. */
    boolean holds(String location) {
        int file = location.lastIndexOf("file:");
        if (file < 0) {
            return false;
        }
        try {
            String path = URI.create(location.substring(file)).getPath();
            return path != null && real(Path.of(path)).startsWith(deploy);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without links where the path exists; its folder's without links where only that exists. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            Path folder = absolute.getParent();
            Path name = absolute.getFileName();
            return folder == null || name == null ? absolute : real(folder).resolve(name);
        }
    }
}
