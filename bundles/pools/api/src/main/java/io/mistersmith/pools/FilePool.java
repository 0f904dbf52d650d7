package io.mistersmith.pools;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Open files below one folder, as one bundle sees them. A file {@code etc/io.mistersmith.pools.files-NAME.cfg} makes the pool;
 * it is a service with the properties {@link Pool#POOL_NAME} and {@link Pool#POOL_KIND}={@code files}.
 *
 * <pre>{@code
 * try (Lease<FileHandle> lease = docs.reading("2026/report.txt").acquire()) {
 *     int count = lease.get().read(buffer, 0);
 * }
 * }</pre>
 *
 * <p>Thread-safe. There are never more handles than the pool's {@code max.size}, and of one file never more than
 * {@code max.per.file}, those for writing included. When there is no room for another, the handle that is idle for longest is
 * closed, of whatever file; one that is borrowed never is. When all are borrowed, calls wait, in order of arrival.
 *
 * <p><b>Paths</b> are names with slashes between them, below the pool's folder, in folders that exist. A path that is absolute,
 * holds {@code .}, {@code ..}, an empty name, a backslash, a control character or one of these percent-encoded, or that leads
 * through a symbolic link, is refused, also if folders become links during the call: each folder is opened by its name in the
 * one before, and no link is followed. Hard links and mounts below the folder are part of it.
 *
 * <p><b>The file is the one that the path names.</b> Before a handle is lent again it is compared with the file that is there
 * now, unless that was done within {@code validate.after.ms}. One whose file was deleted, or replaced by another of its name, is
 * closed. A lease keeps the file that it began with.
 */
@ProviderType
public interface FilePool extends Pool {

    /**
     * Handles to read one file, which must be there.
     *
     * <p>Cheap, opens nothing. What the object tells of itself and does besides lending is the whole pool's. Acquiring also
     * fails with {@link PathRefusedException}, with {@link FileUnavailableException} at once if there is no such file or it
     * cannot be opened, and with {@link PoolUnavailableException} if the pool's folder is not there.
     *
     * @param path below the pool's folder, such as {@code 2026/report.txt}
     * @throws PathRefusedException if it can be none of a file below the pool's folder
     */
    ResourcePool<FileHandle> reading(String path);

    /**
     * Handles to read and write one file, which is created empty if it is not there; the folder it is in must be. Otherwise as
     * {@link #reading}. Several may write one file at a time, if {@code max.per.file} is not 1; nothing is promised about writes
     * to the same bytes then.
     *
     * @throws PathRefusedException if it can be none of a file below the pool's folder
     */
    ResourcePool<FileHandle> writing(String path);
}
