package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.internal.engine.Intake;
import java.time.Duration;

/**
 * How the engine works.
 *
 * @param queueEvents events that may wait for the disk or for their callers to be told, 4,000 to 1,000,000
 * @param queueBytes bytes of payload that may wait, 1 MiB or more
 * @param eventBytes bytes of one payload, 1 KiB to 256 MiB
 * @param groupEvents events of one commit, 1 to 4,000
 * @param fill the longest wait for a group as large as the last, 0 to 10 ms
 * @param synchronous whether a commit returns only when it is on disk; false loses acknowledged events when the power goes
 * @param readers connections that read, 1 to 64
 * @param recentEvents events kept in memory for consumers at the head, 16 to 1,000,000
 * @param recentBytes bytes of their payloads
 * @param streamHeads streams whose last version is kept in memory, 16 to 1,000,000
 * @param busy how long to wait for a lock that another program holds on the file
 * @param close how long closing waits for the commit in progress
 * @param maxPages pages of 4 KiB that the file may grow to; 0: no limit
 */
public record Settings(
        int queueEvents,
        long queueBytes,
        int eventBytes,
        int groupEvents,
        Duration fill,
        boolean synchronous,
        int readers,
        int recentEvents,
        long recentBytes,
        int streamHeads,
        Duration busy,
        Duration close,
        long maxPages) {

    private static final int OTHERS = 10_000;
    private static final long GROUP_BYTES = 16L << 20;

    /** What an untouched configuration file says. */
    public static final Settings DEFAULTS = new Settings(
            20_000,
            64L << 20,
            4 << 20,
            4_000,
            Duration.ofNanos(100_000),
            true,
            4,
            8_192,
            16L << 20,
            100_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            0);

    /**
     * Checks what it is given.
     *
     * @throws IllegalArgumentException if a value is out of its range; names the key of the configuration file
     */
    public Settings {
        within("queue.capacity", queueEvents, 4_000, 1_000_000);
        within("queue.bytes", queueBytes, 1 << 20, Long.MAX_VALUE);
        within("event.max.bytes", eventBytes, 1 << 10, 256 << 20);
        within("group.capacity", groupEvents, 1, 4_000);
        within("fill.wait.us", fill.toNanos() / 1_000, 0, 10_000);
        within("readers", readers, 1, 64);
        within("recent.events", recentEvents, 16, 1_000_000);
        within("recent.bytes", recentBytes, 0, Long.MAX_VALUE);
        within("stream.heads", streamHeads, 16, 1_000_000);
        within("busy.timeout.ms", busy.toMillis(), 0, 60_000);
        within("close.timeout.ms", close.toMillis(), 0, 60_000);
        within("max.pages", maxPages, 0, Long.MAX_VALUE);
    }

    /** The same with room for so many waiting events. */
    public Settings withQueueEvents(int events) {
        return new Settings(
                events,
                queueBytes,
                eventBytes,
                groupEvents,
                fill,
                synchronous,
                readers,
                recentEvents,
                recentBytes,
                streamHeads,
                busy,
                close,
                maxPages);
    }

    /** The same with so many events kept in memory for consumers. */
    public Settings withRecentEvents(int events) {
        return new Settings(
                queueEvents,
                queueBytes,
                eventBytes,
                groupEvents,
                fill,
                synchronous,
                readers,
                events,
                recentBytes,
                streamHeads,
                busy,
                close,
                maxPages);
    }

    /** The same with these waits for another program's lock and on closing. */
    public Settings withWaits(Duration busy, Duration close) {
        return new Settings(
                queueEvents,
                queueBytes,
                eventBytes,
                groupEvents,
                fill,
                synchronous,
                readers,
                recentEvents,
                recentBytes,
                streamHeads,
                busy,
                close,
                maxPages);
    }

    /** The same with a file that grows to so many pages. */
    public Settings withMaxPages(long pages) {
        return new Settings(
                queueEvents,
                queueBytes,
                eventBytes,
                groupEvents,
                fill,
                synchronous,
                readers,
                recentEvents,
                recentBytes,
                streamHeads,
                busy,
                close,
                pages);
    }

    /** Whether only what can change while the store is open differs. */
    boolean changesLive(Settings now) {
        return synchronous == now.synchronous
                && readers == now.readers
                && recentEvents == now.recentEvents
                && recentBytes == now.recentBytes
                && streamHeads == now.streamHeads
                && busy.equals(now.busy)
                && maxPages == now.maxPages;
    }

    Intake.Limits limits() {
        return new Intake.Limits(queueEvents, queueBytes, OTHERS, groupEvents, GROUP_BYTES, fill.toNanos());
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + "=" + value + " is not within " + min + ".." + max);
        }
    }
}
