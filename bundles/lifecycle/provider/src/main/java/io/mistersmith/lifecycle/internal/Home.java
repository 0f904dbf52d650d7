package io.mistersmith.lifecycle.internal;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where this container keeps its state, and how people call those places.
 *
 * @param name the home as it was typed, as {@code ./home}
 * @param base the home
 * @param etc its configuration files
 * @param data its data
 */
record Home(String name, Path base, Path etc, Path data) {

    /** The home that the launcher's properties tell; the working directory when they tell none. */
    static Home of(Function<String, @Nullable String> property) {
        Path base = path(property.apply("karaf.base"), Path.of(""));
        String name = property.apply("mistersmith.home.name");
        return new Home(
                name == null ? base.toString() : name,
                base,
                path(property.apply("karaf.etc"), base.resolve("etc")),
                path(property.apply("karaf.data"), base.resolve("data")));
    }

    private static Path path(@Nullable String value, Path otherwise) {
        return (value == null ? otherwise : Path.of(value)).toAbsolutePath().normalize();
    }

    Path deploy() {
        return base.resolve("deploy");
    }

    /** A file of this home for people, as {@code home/etc/x.cfg}; another file as it is. */
    String show(Path file) {
        String prefix = name.startsWith("./") ? name.substring(2) : name;
        if (file.startsWith(etc)) {
            return prefix + "/etc/" + etc.relativize(file);
        }
        if (file.startsWith(data)) {
            return prefix + "/data/" + data.relativize(file);
        }
        return file.startsWith(base) ? prefix + "/" + base.relativize(file) : file.toString();
    }
}
