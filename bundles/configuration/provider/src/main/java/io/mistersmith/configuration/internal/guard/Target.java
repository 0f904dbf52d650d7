package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.schema.Designate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A configuration to be checked.
 *
 * @param pid its own PID; of a factory's instance, {@code factory~name}
 * @param designate what its values must be
 * @param file the .cfg it was read from; null when it came another way
 */
public record Target(String pid, Designate designate, @Nullable Path file) {

    /** How a file of it is called. */
    String fileName() {
        Path name = file == null ? null : file.getFileName();
        return name == null ? pid.replaceFirst("~", "-") + ".cfg" : name.toString();
    }

    /** Of its file; null when there is none. */
    @Nullable
    BasicFileAttributes attributes() {
        try {
            return file == null ? null : Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            return null;
        }
    }

    /** The name of the factory's instance; null when the PID stands for itself. */
    public @Nullable String instance() {
        String start = designate.pid() + "~";
        return designate.factory() && pid.startsWith(start) ? pid.substring(start.length()) : null;
    }
}
