package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that are there whole or not at all, also after a power cut. */
public final class AtomicFiles {

    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private AtomicFiles() {}

    /** Writes beside the file, under a name that File Install does not look at, and renames. */
    public static void write(Path file, byte[] content, boolean ownerOnly) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(beside);
        if (ownerOnly && isPosix(file)) {
            Files.createFile(beside, PosixFilePermissions.asFileAttribute(OWNER_FILE));
        }
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the content into a file beside, on disk when this returns, with permissions and owner of the file if there is one. */
    static Path beside(Path file, byte[] content, boolean likeFile) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(beside);
        try {
            if (likeFile && isPosix(file)) {
                Files.createFile(beside, PosixFilePermissions.asFileAttribute(OWNER_FILE));
                own(file, beside);
            } else {
                Files.createFile(beside);
            }
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return beside;
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    /** As {@link #write} for its owner only, but not on disk before a power cut: a kill does not lose it. */
    public static void writeQuickly(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(beside);
        if (isPosix(file)) {
            Files.createFile(beside, PosixFilePermissions.asFileAttribute(OWNER_FILE));
        }
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts the file beside in the file's place; on disk when this returns. */
    static void replace(Path beside, Path file) throws IOException {
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.getParent());
    }

    /** Brings a folder's names to the disk, where the system can. */
    public static void sync(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // a file system that cannot: the file's content is on disk all the same
        }
    }

    private static void own(Path file, Path beside) throws IOException {
        PosixFileAttributes like = Files.readAttributes(file, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(beside, PosixFileAttributeView.class);
        PosixFileAttributes made = view.readAttributes();
        try {
            if (!like.group().equals(made.group())) {
                view.setGroup(like.group());
            }
            if (!like.owner().equals(made.owner())) {
                view.setOwner(like.owner());
            }
        } catch (IOException e) {
            throw new NotWritableException(file + " belongs to " + like.owner().getName() + ":"
                    + like.group().getName() + ", which a change by "
                    + made.owner().getName()
                    + " would not keep, so it stays as it is. Edit it as its owner, or chown it.");
        }
        view.setPermissions(like.permissions());
    }

    /** Makes a folder that only its owner may enter. */
    public static void ownerFolder(Path folder) throws IOException {
        boolean posix = isPosix(folder);
        if (posix
                && Files.isDirectory(folder)
                && Files.getPosixFilePermissions(folder).equals(OWNER_FOLDER)) {
            return; // not made so once more: that would be written too
        }
        Files.createDirectories(folder);
        if (posix) {
            Files.setPosixFilePermissions(folder, OWNER_FOLDER);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
