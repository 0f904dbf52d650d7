package io.mistersmith.plugincode.marks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The file of one subscription or projection: the process that wrote it, the code that it called, the position of the event that
 * each lane is calling it with, and the events during whose calls processes ended. 8 KiB, in native byte order.
 */
final class MarkFile {

    static final int LANES = 64;
    static final int MOST_EVENTS = 252;

    private static final long MAGIC = 0x4d53_4d41_524b_0001L; // "MSMARK", version 1
    private static final int PROCESS = 8;
    private static final int CODE = 16;
    private static final int SLOTS = 64;
    private static final int SLOT_BYTES = 64; // one cache line: lanes do not write to the lines of others
    private static final int EVENTS = SLOTS + LANES * SLOT_BYTES;
    private static final int SIZE = EVENTS + MOST_EVENTS * 16;

    /** What a file says. */
    record Content(long process, long code, Set<Long> inCall, Map<Long, Integer> deaths) {}

    private MarkFile() {}

    /** The place of a lane's position in the file. */
    static int slot(int lane) {
        return SLOTS + lane * SLOT_BYTES;
    }

    /** Reads a file; what is no file of ours reads as one of no process without any event. */
    static Content read(Path file) throws IOException {
        Set<Long> inCall = new HashSet<>();
        Map<Long, Integer> deaths = new TreeMap<>();
        ByteBuffer bytes = Files.isRegularFile(file) && Files.size(file) == SIZE
                ? ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder())
                : ByteBuffer.allocate(SIZE);
        if (bytes.getLong(0) != MAGIC) {
            return new Content(0, 0, inCall, deaths);
        }
        for (int lane = 0; lane < LANES; lane++) {
            long position = bytes.getLong(slot(lane));
            if (position > 0) {
                inCall.add(position);
            }
        }
        for (int i = 0; i < MOST_EVENTS; i++) {
            long position = bytes.getLong(EVENTS + i * 16);
            long count = bytes.getLong(EVENTS + i * 16 + 8);
            if (position > 0 && count > 0 && count < Integer.MAX_VALUE) {
                deaths.put(position, (int) count);
            }
        }
        return new Content(bytes.getLong(PROCESS), bytes.getLong(CODE), inCall, deaths);
    }

    /** Replaces the file as a whole, and maps it. The bytes are written first: a page that lacks room could not be written later. */
    static ByteBuffer replace(Path file, long process, long code, Map<Long, Integer> deaths) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
        bytes.putLong(0, MAGIC);
        bytes.putLong(PROCESS, process);
        bytes.putLong(CODE, code);
        put(bytes, deaths);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes.array());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE).order(ByteOrder.nativeOrder());
        }
    }

    /** Writes the events into a file's bytes. */
    static void put(ByteBuffer bytes, Map<Long, Integer> deaths) {
        int i = 0;
        for (Map.Entry<Long, Integer> one : deaths.entrySet()) {
            if (i == MOST_EVENTS) {
                break;
            }
            bytes.putLong(EVENTS + i * 16, one.getKey());
            bytes.putLong(EVENTS + i * 16 + 8, one.getValue());
            i++;
        }
        for (; i < MOST_EVENTS; i++) {
            bytes.putLong(EVENTS + i * 16, 0);
        }
    }
}
