package io.mistersmith.pools;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open file while it is borrowed. It has no position of its own: each call says where.
 *
 * <p>Thread-safe, as far as the buffers are. Every method throws {@link IllegalStateException} when its lease has ended.
 *
 * <p><b>Interruption.</b> When a thread is interrupted during a call, or was before it, the handle is closed: that call throws
 * {@link java.nio.channels.ClosedByInterruptException}, which leaves the thread interrupted, calls of other threads throw
 * {@link java.nio.channels.AsynchronousCloseException} and later ones {@link java.nio.channels.ClosedChannelException}. Close
 * the lease then, and acquire another. A handle that is closed, or any of whose calls failed, is not lent again.
 */
@ProviderType
public interface FileHandle {

    /** The path below the pool's folder. */
    String path();

    /** Whether it can be written. */
    boolean writable();

    /**
     * Reads at most as many bytes as there is room for; may read fewer.
     *
     * @param position in the file, 0 or more
     * @return how many, or -1 at or after the end of the file
     */
    int read(ByteBuffer into, long position) throws IOException;

    /**
     * Writes all that remains in the buffer. The file grows if need be; bytes between its end and {@code position} become 0.
     *
     * @param position in the file, 0 or more
     * @throws java.nio.channels.NonWritableChannelException if it was acquired for reading
     */
    void write(ByteBuffer from, long position) throws IOException;

    /** The file's size in bytes. */
    long size() throws IOException;

    /**
     * Cuts off what is after so many bytes; nothing if the file is not longer.
     *
     * @throws java.nio.channels.NonWritableChannelException if it was acquired for reading
     */
    void truncate(long size) throws IOException;

    /**
     * Returns when what was written is on the disk.
     *
     * @param metaData also time and permissions, not only what is needed to read the bytes
     */
    void force(boolean metaData) throws IOException;
}
