package io.mistersmith.eventstore.internal.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a store and the highest position that it acknowledged, in a small file outside the database.
 *
 * <p>SQLite cannot tell a database that lost its newest transactions from one that never had them; this file can. It is written
 * after each commit and before callers are told, and is not forced to disk: the page cache keeps it when the process is
 * killed, and after a power cut it can only be behind the database, whose commit was forced first.
 *
 * <p>Two slots, each with a checksum, are written one after the other. A write that was cut short, or a slot that is damaged
 * later, leaves the other. For one thread at a time.
 */
public final class Watermark implements AutoCloseable {

    private static final long MAGIC = 0x4d53_6d61_726b_3031L; // "MSmark01"
    private static final int SLOT_BYTES = 5 * Long.BYTES;
    /** Each slot has a sector of its own, so that no write touches both. */
    private static final int SLOT_DISTANCE = 4_096;

    private static final int SLOTS = 2;

    /**
     * What the file says.
     *
     * @param store identity of the store
     * @param position the highest position that was acknowledged; 0 if none was
     */
    public record Value(UUID store, long position) {}

    /** Whether the file says anything. */
    public enum State {
        /** There is no file: a new store, a home of an earlier version, or a database that was copied alone. */
        MISSING,
        /** There is a file, and neither slot is valid. */
        UNREADABLE,
        READ
    }

    /**
     * The outcome of reading a file.
     *
     * @param value null unless the state is READ
     */
    public record Reading(State state, @Nullable Value value) {}

    private final RandomAccessFile file;
    private final ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
    private final CRC32C crc = new CRC32C();
    private Value last;

    private Watermark(RandomAccessFile file, Value value) {
        this.file = file;
        this.last = value;
    }

    /**
     * Reads a file without changing it.
     *
     * @throws IOException if it is there and cannot be read
     */
    public static Reading read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return new Reading(State.MISSING, null);
        }
        Value highest = null;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            for (int i = 0; i < SLOTS; i++) {
                Value value = slot(file, i);
                if (value != null && (highest == null || value.position() > highest.position())) {
                    highest = value;
                }
            }
        }
        return highest == null ? new Reading(State.UNREADABLE, null) : new Reading(State.READ, highest);
    }

    /** Writes a value into both slots of a file, which is made if there is none, and forces them to disk. */
    public static Watermark open(Path path, Value value) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        boolean opened = false;
        try {
            Watermark watermark = new Watermark(file, value);
            watermark.write(value);
            file.getFD().sync();
            opened = true;
            return watermark;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** Remembers a position, unless a higher one is remembered. Returns when the system has it; does not wait for the disk. */
    public void advance(long position) throws IOException {
        if (position > last.position()) {
            write(new Value(last.store(), position));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void write(Value value) throws IOException {
        slot.clear();
        slot.putLong(MAGIC)
                .putLong(value.store().getMostSignificantBits())
                .putLong(value.store().getLeastSignificantBits())
                .putLong(value.position())
                .putLong(checksum(crc, slot.array()));
        for (int i = 0; i < SLOTS; i++) {
            file.seek((long) i * SLOT_DISTANCE);
            file.write(slot.array());
        }
        last = value;
    }

    private static @Nullable Value slot(RandomAccessFile file, int index) throws IOException {
        byte[] bytes = new byte[SLOT_BYTES];
        file.seek((long) index * SLOT_DISTANCE);
        try {
            file.readFully(bytes);
        } catch (EOFException e) {
            return null;
        }
        ByteBuffer slot = ByteBuffer.wrap(bytes);
        long magic = slot.getLong();
        Value value = new Value(new UUID(slot.getLong(), slot.getLong()), slot.getLong());
        return magic == MAGIC && slot.getLong() == checksum(new CRC32C(), bytes) && value.position() >= 0
                ? value
                : null;
    }

    private static long checksum(CRC32C crc, byte[] slot) {
        crc.reset();
        crc.update(slot, 0, SLOT_BYTES - Long.BYTES);
        return crc.getValue();
    }
}
