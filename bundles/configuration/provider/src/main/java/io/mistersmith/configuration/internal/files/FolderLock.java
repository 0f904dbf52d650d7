package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to change the files of a folder: whoever made the file {@value #NAME} in it, until it deletes it.
 *
 * <p>A file made anew, because every tool can do that: {@code set -C; echo $$ > .lock}. A lock of the operating system would
 * end with its process, but those of Java and those of flock(1) do not know each other. So what is left by a process that
 * ended, or is older than {@link #STALE}, does not count. Between processes only; one process has one at a time.
 */
final class FolderLock implements AutoCloseable {

    static final String NAME = ".lock";

    /** An edit takes milliseconds. */
    static final Duration STALE = Duration.ofSeconds(10);

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private static final long POLL_NANOS = 2_000_000;

    private final Path file;

    private FolderLock(Path file) {
        this.file = file;
    }

    /** Waits for the right, at most this long. */
    static FolderLock acquire(Path folder, Duration patience) throws IOException, InterruptedException {
        Path file = folder.resolve(NAME);
        byte[] owner = (ProcessHandle.current().pid() + "@" + host() + "\n").getBytes(StandardCharsets.UTF_8);
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                Files.write(file, owner, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return new FolderLock(file);
            } catch (FileAlreadyExistsException held) {
                breakStale(file);
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        file + " is held by " + owner(file) + ". Wait until it is done, or delete that file.");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for " + file);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Whether nobody broke it meanwhile, as one that is too old. */
    boolean isHeld() {
        return Files.exists(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Taken away first and looked at again, since another one may have broken it and made its own meanwhile. */
    private static void breakStale(Path file) throws IOException {
        if (!isStale(file)) {
            return;
        }
        Path away = file.resolveSibling(NAME + "." + ProcessHandle.current().pid());
        try {
            Files.move(file, away, StandardCopyOption.ATOMIC_MOVE);
            if (!isStale(away)) {
                Files.createLink(file, away);
            }
        } catch (NoSuchFileException | FileAlreadyExistsException gone) {
            // somebody else was first
        } finally {
            Files.deleteIfExists(away);
        }
    }

    private static boolean isStale(Path file) throws IOException {
        try {
            FileTime made = Files.getLastModifiedTime(file);
            if (System.currentTimeMillis() - made.toMillis() > STALE.toMillis()) {
                return true;
            }
            String[] owner = owner(file).split("@", 2);
            boolean here = owner.length == 1 || owner[1].equals(host());
            return here
                    && owner[0].matches("[0-9]{1,18}")
                    && ProcessHandle.of(Long.parseLong(owner[0])).isEmpty();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String owner(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Not by the network's names, which may take seconds to be found. */
    private static String host() {
        try {
            return Files.readString(HOST_NAME, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
