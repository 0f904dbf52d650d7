package io.mistersmith.eventstore.internal.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * New ids, and the 16 bytes that stand for (source, id) in the store's unique index.
 *
 * <p>New ids are UUIDv7: they ascend with time, so the index grows at its end. The key of a UUIDv7 keeps its first half, for
 * the same reason, and mixes the source into the second, because two sources may use one id. Any other id is hashed
 * together with its source. Thread-safe.
 */
public final class EventKeys {

    private static final int KEPT_SOURCES = 1_000;
    private static final int UUID_LENGTH = 36;

    private final Clock clock;
    /** Milliseconds since 1970 shifted by 12, and a count within the millisecond: never the same twice. */
    private final AtomicLong last = new AtomicLong();

    private final Map<String, Long> sources = new ConcurrentHashMap<>();

    public EventKeys(Clock clock) {
        this.clock = clock;
    }

    /** A new id; later ones are greater. */
    public UUID newId() {
        long now = clock.millis() << 12;
        long tick = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (tick >>> 12 << 16) | 0x7000L | (tick & 0xfff);
        long low = (ThreadLocalRandom.current().nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The key of an id that is a UUIDv7. */
    public byte[] key(String source, UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits() ^ hashOf(source))
                .array();
    }

    /** The key of any id. */
    public byte[] key(String source, String id) {
        if (isVersion7(id)) {
            return key(source, UUID.fromString(id));
        }
        byte[] sourceBytes = source.getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(4).putInt(sourceBytes.length).array());
        digest.update(sourceBytes);
        byte[] hash = digest.digest(id.getBytes(StandardCharsets.UTF_8));
        byte[] key = new byte[16];
        System.arraycopy(hash, 0, key, 0, key.length);
        return key;
    }

    /** Only the one canonical spelling, so that every other text has a key of its own. */
    private static boolean isVersion7(String id) {
        if (id.length() != UUID_LENGTH || id.charAt(14) != '7') {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = id.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean fits = dash ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private long hashOf(String source) {
        Long known = sources.get(source);
        if (known != null) {
            return known;
        }
        if (sources.size() >= KEPT_SOURCES) {
            sources.clear();
        }
        long hash = ByteBuffer.wrap(sha256().digest(source.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        sources.put(source, hash);
        return hash;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
