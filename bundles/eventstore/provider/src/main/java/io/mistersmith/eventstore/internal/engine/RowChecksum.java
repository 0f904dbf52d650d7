package io.mistersmith.eventstore.internal.engine;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * CRC-32C of one row: of its columns in a fixed order, each text and blob with its length, so that nothing can move from
 * one column to the next. Allocates nothing per row. For one thread at a time.
 */
public final class RowChecksum {

    private static final int NULL_LENGTH = -1;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(1_024);

    /** Begins a row. */
    public RowChecksum begin() {
        crc.reset();
        buffer.clear();
        return this;
    }

    /** Adds a number. */
    public RowChecksum add(long number) {
        room(Long.BYTES);
        buffer.putLong(number);
        return this;
    }

    /** Adds a text; null differs from the empty text. */
    public RowChecksum add(@Nullable String text) {
        if (text == null) {
            return add(NULL_LENGTH);
        }
        int length = text.length();
        add(length);
        for (int i = 0; i < length; i++) {
            room(Character.BYTES);
            buffer.putChar(text.charAt(i));
        }
        return this;
    }

    /** Adds bytes. */
    public RowChecksum add(byte[] bytes) {
        add(bytes.length);
        flush();
        crc.update(bytes, 0, bytes.length);
        return this;
    }

    /** The checksum of what was added since {@link #begin}. */
    public int end() {
        flush();
        return (int) crc.getValue();
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        crc.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
