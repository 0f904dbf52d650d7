package io.mistersmith.health.internal.checks;

import java.time.Duration;

/**
 * What counts as degraded. The settings in force, replaced as one.
 *
 * @param cpuPercent of all cores, over the last minute
 * @param memoryPercent of the largest heap, after a garbage collection
 * @param connectionsPercent of a connection pool's size
 * @param threadsPercent of a thread pool's size
 * @param queuePercent of a queue's capacity
 * @param diskPercent of the file system that holds the data
 * @param diskFreeBytes with less the disk is unhealthy
 * @param unsatisfied how long a component may lack something
 */
public record Thresholds(
        int cpuPercent,
        int memoryPercent,
        int connectionsPercent,
        int threadsPercent,
        int queuePercent,
        int diskPercent,
        long diskFreeBytes,
        Duration unsatisfied) {

    /** Refuses percentages that are none. */
    public Thresholds {
        percent("cpu.percent", cpuPercent);
        percent("memory.percent", memoryPercent);
        percent("pool.percent", connectionsPercent);
        percent("threads.percent", threadsPercent);
        percent("queue.percent", queuePercent);
        percent("disk.percent", diskPercent);
        if (diskFreeBytes < 0) {
            throw new IllegalArgumentException("disk.free.bytes=" + diskFreeBytes + " is less than 0");
        }
    }

    private static void percent(String key, int value) {
        if (value < 1 || value > 100) {
            throw new IllegalArgumentException(key + "=" + value + " is not within 1..100 percent");
        }
    }
}
