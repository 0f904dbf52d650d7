package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.internal.engine.PoolSettings;
import java.time.Duration;

/**
 * What holds for one pool of files, replaced as one.
 *
 * @param sizes what holds for every pool
 * @param perFile handles of one file there may be
 */
record FileSettings(PoolSettings sizes, int perFile) {

    /** Checks itself. */
    FileSettings {
        if (perFile < 1 || perFile > PoolSettings.MOST) {
            throw new IllegalArgumentException(
                    "max.per.file=" + perFile + " is not within 1.." + PoolSettings.MOST + " handles");
        }
    }

    /** These settings with another size. */
    FileSettings resized(int min, int max) {
        return new FileSettings(sizes.resized(min, max), perFile);
    }

    /** Seats are the right to one handle of all there may be; they do not age. */
    PoolSettings seats() {
        return sizes.ageless();
    }

    /** Permits are the right to one handle of one file; who holds them is known by the seat. */
    PoolSettings permits() {
        return new PoolSettings(
                1,
                perFile,
                sizes.maxWaiting(),
                sizes.acquireTimeout(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(-1),
                sizes.evictionInterval(),
                sizes.callTimeout(),
                Duration.ZERO,
                Duration.ZERO);
    }
}
