package io.mistersmith.metrics.exporters.internal.otlp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What an {@code ExportMetricsServiceResponse} of OTLP says about points that were rejected.
 *
 * @param rejected number of data points
 * @param message of the receiver; empty if it has nothing to say
 */
record MetricsResponse(long rejected, String message) {

    private static final MetricsResponse NOTHING = new MetricsResponse(0, "");
    private static final int BYTES = 2;

    /** Reads a response; one that is not in that form says nothing. */
    static MetricsResponse of(byte[] body) {
        try {
            return read(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException | IllegalArgumentException e) { // an answer in JSON, perhaps
            return NOTHING;
        }
    }

    private static MetricsResponse read(ByteBuffer in) {
        MetricsResponse last = NOTHING;
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag == ((1 << 3) | BYTES)) {
                last = partialSuccess(part(in));
            } else {
                skip(in, tag);
            }
        }
        return last;
    }

    private static MetricsResponse partialSuccess(ByteBuffer in) {
        long rejected = 0;
        String message = "";
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag == 1 << 3) {
                rejected = varint(in);
            } else if (tag == ((2 << 3) | BYTES)) {
                message = StandardCharsets.UTF_8.decode(part(in)).toString();
            } else {
                skip(in, tag);
            }
        }
        return new MetricsResponse(rejected, message);
    }

    private static void skip(ByteBuffer in, long tag) {
        switch ((int) (tag & 7)) {
            case 0 -> {
                long unused = varint(in);
            }
            case 1 -> {
                long unused = in.getLong();
            }
            case BYTES -> {
                ByteBuffer unused = part(in);
            }
            case 5 -> {
                int unused = in.getInt();
            }
            default -> throw new IllegalArgumentException("no field of type " + (tag & 7));
        }
    }

    private static ByteBuffer part(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return part;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 10 bytes");
    }
}
