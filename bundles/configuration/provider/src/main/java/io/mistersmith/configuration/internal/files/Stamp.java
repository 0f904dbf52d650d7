package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** By what a file is known to be the same: its time, size and inode. */
record Stamp(FileTime modified, long size, @Nullable Object key) {

    /** Of a file that is not there. */
    static final Stamp GONE = new Stamp(FileTime.fromMillis(0), -1, null);

    /** Of what the path leads to; {@link #GONE} when that is no file, or none any more. */
    static Stamp of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey())
                    : GONE;
        } catch (IOException e) {
            return GONE;
        }
    }
}
