package io.mistersmith.eventstore.internal;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the database file is.
 *
 * @param file the file
 * @param name the file as people call it, such as {@code home/data/events.db}
 * @param data the folder of this home's data
 */
record StorePlace(Path file, String name, Path data) {

    /**
     * The place that a configured path means; empty is the home's own.
     *
     * @param property the launcher's properties
     */
    static StorePlace of(String path, Function<String, @Nullable String> property) {
        Path base = absolute(property.apply("karaf.base"), Path.of(""));
        Path data = absolute(property.apply("karaf.data"), base.resolve("data"));
        Path file = path.isBlank()
                ? data.resolve("events.db")
                : base.resolve(path.strip()).normalize();
        return new StorePlace(file, name(file, base, data, property.apply("mistersmith.home.name")), data);
    }

    private static String name(Path file, Path base, Path data, @Nullable String home) {
        String typed = home == null ? base.toString() : home;
        String prefix = typed.startsWith("./") ? typed.substring(2) : typed;
        if (file.startsWith(data)) {
            return prefix + "/data/" + data.relativize(file);
        }
        return file.startsWith(base) ? prefix + "/" + base.relativize(file) : file.toString();
    }

    private static Path absolute(@Nullable String value, Path otherwise) {
        return (value == null ? otherwise : Path.of(value)).toAbsolutePath().normalize();
    }
}
