package io.mistersmith.eventbus.internal.memory;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** UUIDs of version 7 (RFC 9562): milliseconds first, then chance. */
final class Uuid7 {

    private Uuid7() {}

    /** A new one of this time. */
    static UUID at(long millis) {
        return of(millis, chance());
    }

    /** 62 bits of chance, never 0. */
    static long chance() {
        long bits;
        do {
            bits = ThreadLocalRandom.current().nextLong();
        } while (bits == 0);
        return bits;
    }

    /** The one that is made of a time and a chance; equal ones of equal ones. */
    static UUID of(long millis, long chance) {
        long more = (chance ^ (chance >>> 32)) * 0x9E3779B97F4A7C15L;
        return new UUID((millis << 16) | 0x7000L | (more >>> 52), (chance & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }
}
