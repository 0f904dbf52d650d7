package io.mistersmith.configuration.internal.operate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who or what changes settings, and how.
 *
 * @param by as {@code smith}, {@code file (root)} or {@code bundle org.example.setup}
 * @param how the command, or the way
 * @param file what was edited, when that is not the file of {@code etc/}; else null
 */
public record Author(String by, String how, @Nullable Path file) {

    public Author(String by, String how) {
        this(by, how, null);
    }

    /** Whether a file was edited. */
    public boolean isFile() {
        return how.equals(Authors.FILE) || how.equals(Authors.FOLDER);
    }

    /** Whether nobody is known: values are handed out once more. */
    public boolean isNobody() {
        return how.isEmpty();
    }
}
