package io.mistersmith.configuration.internal.guard;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How files of the home are called in messages: as the user typed the home, so that an editor finds them. */
public record HomeName(String name) {

    public HomeName {
        name = name.startsWith("./") ? name.substring(2) : name;
    }

    /** Such as {@code home/etc/io.mistersmith.eventbus.cfg}. */
    public String of(Path file) {
        Path fileName = file.getFileName();
        return (name.isEmpty() ? "" : name + "/") + "etc/" + (fileName == null ? file : fileName);
    }

    /** The file of a configuration, or its PID when it has none. */
    String of(@Nullable Path file, String pid) {
        return file == null ? pid : of(file);
    }
}
