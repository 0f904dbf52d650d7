package io.mistersmith.lifecycle.internal.deploy;

import java.util.Map;

/**
 * The subscriptions of a plugin at one moment, by name.
 *
 * @param known false when there is no event bus
 * @param waiting events that wait for each subscription
 * @param lost events that each subscription refused or dropped since it began
 */
public record Traffic(boolean known, Map<String, Long> waiting, Map<String, Long> lost) {

    /** There is no event bus. */
    public static final Traffic UNKNOWN = new Traffic(false, Map.of(), Map.of());

    long mostWaiting() {
        return waiting.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** What was lost since an earlier moment; a count that fell began again from zero. */
    long lostSince(Traffic before) {
        long sum = 0;
        for (Map.Entry<String, Long> entry : lost.entrySet()) {
            long then = before.lost.getOrDefault(entry.getKey(), 0L);
            sum += entry.getValue() >= then ? entry.getValue() - then : entry.getValue();
        }
        return sum;
    }
}
