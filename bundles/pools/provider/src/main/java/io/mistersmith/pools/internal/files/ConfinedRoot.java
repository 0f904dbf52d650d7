package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.PathRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens files below one folder and nothing else.
 *
 * <p>Each folder on the way is opened relative to the one before, by its name and never through a link
 * ({@link SecureDirectoryStream}: POSIX {@code openat} with {@code O_NOFOLLOW}). So what was looked at is what is opened: a
 * link that is put in the place of a folder in between leads nowhere. Thread-safe.
 */
final class ConfinedRoot implements AutoCloseable {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    /** A file that is replaced during the call is tried again so often. */
    private static final int TRIES = 10;

    private final String pool;
    private final Path folder;
    private final Object key;
    private final SecureDirectoryStream<Path> root;

    /**
     * What was opened.
     *
     * @param where the path of the file
     * @param key which file it is
     */
    record Opened(FileChannel channel, Path where, Object key) {}

    private ConfinedRoot(String pool, Path folder, Object key, SecureDirectoryStream<Path> root) {
        this.pool = pool;
        this.folder = folder;
        this.key = key;
        this.root = root;
    }

    /**
     * Opens the folder, which stays open until {@link #close}. Links on the way to it are followed, none below it.
     *
     * @param pool whose root it is
     * @throws IOException if it is not there, is no folder, or its file system cannot open files relative to a folder
     */
    @SuppressWarnings("StreamResourceLeak") // stays open until close
    static ConfinedRoot open(String pool, Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        try {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                Object key = secure.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .fileKey();
                if (key != null) {
                    return new ConfinedRoot(pool, folder, key, secure);
                }
            }
        } catch (IOException e) {
            stream.close();
            throw e;
        }
        stream.close();
        throw new FileSystemException(
                folder.toString(), null, "is on a file system that cannot open a file relative to a folder");
    }

    /** Whether the folder is still the one that its path leads to. */
    boolean isCurrent() {
        try {
            return key.equals(
                    Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return false;
        }
    }

    /** What file is there now, null if none. Opens nothing, so links that come in between do no harm. */
    static @Nullable Object keyOf(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Opens a regular file; the folders that it is in must be there.
     *
     * @param writable to write as well; then it is created if it is not there
     * @throws PathRefusedException if the path leads through a link, or to something else than a file
     * @throws IOException if there is no such file, or it cannot be opened
     */
    Opened file(ConfinedPath path, boolean writable) throws IOException {
        SecureDirectoryStream<Path> parent = root;
        try {
            for (Path name : path.folders()) {
                SecureDirectoryStream<Path> next = folder(parent, name, path);
                leave(parent);
                parent = next;
            }
            return fileIn(parent, path, writable);
        } finally {
            leave(parent);
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }

    private SecureDirectoryStream<Path> folder(SecureDirectoryStream<Path> parent, Path name, ConfinedPath path)
            throws IOException {
        BasicFileAttributes found = attributes(parent, name);
        refuseLink(found, name, path);
        if (!found.isDirectory()) { // opening a named pipe would wait for its other end
            throw refused(path, name, "no folder");
        }
        try {
            return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            refuseLink(attributes(parent, name), name, path);
            throw e;
        }
    }

    /** The key is that of the file that was opened: it was there before and after. */
    private Opened fileIn(SecureDirectoryStream<Path> parent, ConfinedPath path, boolean writable) throws IOException {
        Path where = folder.resolve(path.text());
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                BasicFileAttributes before = attributes(parent, path.file());
                refuseLink(before, path.file(), path);
                if (!before.isRegularFile()) {
                    throw refused(path, path.file(), "no file");
                }
                FileChannel channel = channel(parent, path, writable ? WRITE : READ);
                Object there = keyOf(where);
                if (there != null && there.equals(before.fileKey())) {
                    return new Opened(channel, where, there);
                }
                channel.close();
            } catch (NoSuchFileException e) {
                if (!writable) {
                    throw e;
                }
                create(parent, path);
            }
        }
        throw new FileSystemException(path.text(), null, "is replaced again and again");
    }

    private void create(SecureDirectoryStream<Path> parent, ConfinedPath path) throws IOException {
        try {
            channel(parent, path, CREATE).close();
        } catch (FileAlreadyExistsException e) {
            // somebody else did, or put a link there: it is looked at next
        }
    }

    private FileChannel channel(SecureDirectoryStream<Path> parent, ConfinedPath path, Set<OpenOption> options)
            throws IOException {
        try {
            SeekableByteChannel channel = parent.newByteChannel(path.file(), options);
            if (channel instanceof FileChannel file) {
                return file;
            }
            channel.close();
            throw new FileSystemException(path.text(), null, "is on a file system without file channels");
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException e) {
            refuseLink(attributes(parent, path.file()), path.file(), path);
            throw e;
        }
    }

    private void refuseLink(BasicFileAttributes found, Path name, ConfinedPath path) {
        if (found.isSymbolicLink()) {
            throw refused(path, name, "a link");
        }
    }

    private PathRefusedException refused(ConfinedPath path, Path name, String what) {
        return new PathRefusedException(pool, path.text(), "\"" + name + "\" is " + what);
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        return parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private void leave(SecureDirectoryStream<Path> folder) throws IOException {
        if (folder != root) {
            folder.close();
        }
    }
}
