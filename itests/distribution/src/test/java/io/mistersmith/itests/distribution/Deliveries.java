package io.mistersmith.itests.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the recorder plugin wrote down.
 *
 * @param delivered ids of the events that were delivered
 * @param repeats for each start of the plugin, how many deliveries then were of events delivered before
 * @param idChanges positions that were delivered with two ids
 * @param disorder first deliveries whose position is below that of an earlier one of the same key
 */
record Deliveries(Set<String> delivered, List<Integer> repeats, List<Long> idChanges, List<String> disorder) {

    /** Reads {@code data/recorder.log}; half a line, left by a kill, was a call in progress and does not count. */
    static Deliveries of(Container container) {
        Set<String> delivered = new HashSet<>();
        Map<Long, String> ids = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        List<Integer> repeats = new ArrayList<>();
        List<Long> idChanges = new ArrayList<>();
        List<String> disorder = new ArrayList<>();
        for (String line :
                Container.read(container.home().resolve("data/recorder.log")).split("\n")) {
            String[] words = line.split(" ");
            if (words[0].equals("started")) {
                repeats.add(0);
            } else if (words[0].equals("handled") && words.length == 5) {
                long position = Long.parseLong(words[1]);
                String before = ids.putIfAbsent(position, words[2]);
                if (before == null) {
                    delivered.add(words[2]);
                    Long previous = last.put(words[3], position);
                    if (previous != null && previous > position) {
                        disorder.add(line + " after " + previous);
                    }
                } else {
                    repeats.set(repeats.size() - 1, repeats.get(repeats.size() - 1) + 1);
                    if (!before.equals(words[2])) {
                        idChanges.add(position);
                    }
                }
            }
        }
        return new Deliveries(delivered, repeats, idChanges, disorder);
    }
}
