package io.mistersmith.metrics.exporters.internal.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes one message in the wire format of Protocol Buffers. Fields with default values are written too. */
final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ByteArrayOutputStream bytes() {
        return out;
    }

    /** A field of type int32, int64, bool or enum. */
    void number(int field, long value) {
        tag(field, VARINT);
        varint(value);
    }

    /** A field of type fixed64. */
    void fixed(int field, long value) {
        tag(field, FIXED64);
        eightBytes(value);
    }

    void real(int field, double value) {
        fixed(field, Double.doubleToRawLongBits(value));
    }

    /** A packed field of type repeated fixed64. */
    void fixed(int field, long[] values) {
        tag(field, BYTES);
        varint(8L * values.length);
        for (long value : values) {
            eightBytes(value);
        }
    }

    /** A packed field of type repeated double. */
    void reals(int field, double[] values) {
        tag(field, BYTES);
        varint(8L * values.length);
        for (double value : values) {
            eightBytes(Double.doubleToRawLongBits(value));
        }
    }

    void text(int field, String value) {
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field that is a message, which the argument writes. */
    void message(int field, Consumer<ProtoWriter> content) {
        ProtoWriter inner = new ProtoWriter();
        content.accept(inner);
        bytes(field, inner.out.toByteArray());
    }

    private void bytes(int field, byte[] value) {
        tag(field, BYTES);
        varint(value.length);
        out.writeBytes(value);
    }

    private void tag(int field, int type) {
        varint(((long) field << 3) | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void eightBytes(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
    }
}
