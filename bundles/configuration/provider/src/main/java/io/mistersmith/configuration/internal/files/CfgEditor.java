package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Replaces files of settings as a whole: at every moment, and after a power cut, the file is the old one or the new one.
 * Permissions and owner stay. Thread-safe.
 *
 * <p>What another writer saves between reading and replacing is not lost: the change is made once more on top of it. Against
 * one who writes in the very moment of the replacement, {@link FolderLock} helps when both take it.
 */
public final class CfgEditor {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 50;

    private final ReentrantLock lock = new ReentrantLock();

    /** Makes the new content of the old one; it is called again when the file changed meanwhile. */
    @FunctionalInterface
    public interface Change {

        /**
         * Returns the new content, the same array to leave the file as it is, null to delete it.
         *
         * @param before null when there is no file
         */
        byte @Nullable [] of(byte @Nullable [] before) throws IOException;
    }

    /**
     * Changes a file.
     *
     * @return whether it is another one now
     * @throws NotWritableException if this process may not; nothing is changed
     */
    public boolean edit(Path file, Change change) throws IOException, InterruptedException {
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = real.getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new NotWritableException(folder + " is read-only, so " + file.getFileName()
                    + " stays as it is. Change it where the folder comes from, or set the key in the environment.");
        }
        if (Files.exists(real) && !Files.isWritable(real)) {
            throw new NotWritableException(
                    real + " is read-only and stays as it is. Make it writable (chmod u+w), or edit its source.");
        }
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("Another change takes longer than " + PATIENCE.toSeconds() + " s. Try again.");
        }
        try (FolderLock folderLock = FolderLock.acquire(folder, PATIENCE)) {
            return replace(folderLock, real, change);
        } finally {
            lock.unlock();
        }
    }

    /** @param held shows that nobody else who asks for the lock is in here */
    private static boolean replace(FolderLock held, Path file, Change change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS && held.isHeld(); attempt++) {
            byte[] before = read(file);
            byte[] after = change.of(before);
            if (Arrays.equals(before, after)) {
                return false;
            }
            if (after == null) {
                Files.deleteIfExists(file);
                AtomicFiles.sync(file.getParent());
                return true;
            }
            Path beside = AtomicFiles.beside(file, after, before != null);
            try {
                if (Arrays.equals(before, read(file))) {
                    AtomicFiles.replace(beside, file);
                    return true;
                }
            } finally {
                Files.deleteIfExists(beside);
            }
        }
        throw new IOException(file + " is written by somebody else all the time. Try again when that is done.");
    }

    private static byte @Nullable [] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
