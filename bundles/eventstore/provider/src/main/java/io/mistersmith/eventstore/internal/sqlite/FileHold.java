package io.mistersmith.eventstore.internal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a file, which one store of all processes has at a time.
 *
 * <p>Against other processes it is a lock on a file beside it; the system drops that when the process ends, however it
 * does. The system drops it too when this process closes any other channel on the lock file. So nobody here may open a second
 * one, not even to ask: who holds what in this process is noted in a system property, which an older provider with classes
 * of its own sees as well.
 */
final class FileHold implements AutoCloseable {

    private static final String PROPERTY = "mistersmith.eventstore.open:";

    private final String property;
    private final FileChannel lock;

    private FileHold(String property, FileChannel lock) {
        this.property = property;
        this.lock = lock;
    }

    /**
     * Takes the right, and makes the folder if there is none.
     *
     * @return null if another has it
     */
    static @Nullable FileHold take(Path file) throws IOException {
        Path lockFile = lockFile(file);
        String property = PROPERTY + lockFile;
        if (System.getProperties().putIfAbsent(property, "true") != null) {
            return null;
        }
        FileHold hold = null;
        try {
            hold = lock(property, lockFile);
            return hold;
        } finally {
            if (hold == null) {
                System.clearProperty(property);
            }
        }
    }

    private static @Nullable FileHold lock(String property, Path lockFile) throws IOException {
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            return locked ? new FileHold(property, channel) : null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** One name for one file, by whichever way its folder was named. */
    private static Path lockFile(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        return Files.createDirectories(folder).toRealPath().resolve(absolute.getFileName() + ".lock");
    }

    /** Lets others have it. */
    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            System.clearProperty(property);
        }
    }
}
