package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** An open file. Thread-safe; its place on the {@link Shelf} is guarded by that. */
final class OpenFile implements FileHandle {

    final Slot slot;
    final boolean forWriting;
    final int epoch;
    private final FileChannel channel;
    private final Path where;
    private final Object key;
    private final long born = System.nanoTime();

    /** Times the maximal lifetime it is closed at, so that a pool does not close all at once. */
    private final double spread = ThreadLocalRandom.current().nextDouble(0.9, 1);

    /** When it was last seen to be the file that its path names. */
    volatile long checked = born;

    private volatile boolean broken;

    // The shelf's.
    boolean idle;
    long idleSince;
    int place = -1;

    OpenFile(Slot slot, boolean forWriting, int epoch, ConfinedRoot.Opened opened) {
        this.slot = slot;
        this.forWriting = forWriting;
        this.epoch = epoch;
        this.channel = opened.channel();
        this.where = opened.where();
        this.key = opened.key();
    }

    /** Whether it is still the file that its path names. */
    boolean isCurrent() {
        return key.equals(ConfinedRoot.keyOf(where));
    }

    /** It is not to be lent again. */
    void condemn() {
        broken = true;
    }

    boolean works() {
        return !broken && channel.isOpen();
    }

    boolean isOld(long now, long life) {
        return life > 0 && now - born >= life * spread;
    }

    void close() throws IOException {
        channel.close();
    }

    @Override
    public String path() {
        return slot.path.text();
    }

    @Override
    public boolean writable() {
        return forWriting;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        try {
            return channel.read(into, position);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        try {
            long at = position;
            do {
                at += channel.write(from, at);
            } while (from.hasRemaining());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public long size() throws IOException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    @SuppressWarnings("resource") // it is the channel itself
    public void truncate(long size) throws IOException {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void force(boolean metaData) throws IOException {
        try {
            channel.force(metaData);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(IOException e) {
        broken = true;
        return e;
    }

    @Override
    public String toString() {
        return path() + (forWriting ? " for writing" : " for reading");
    }
}
