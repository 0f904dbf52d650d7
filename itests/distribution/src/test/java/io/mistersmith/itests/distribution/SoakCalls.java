package io.mistersmith.itests.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the soak plugin wrote down, cut where the test wrote that it disturbs the container.
 *
 * @param handlers by their names
 * @param openStages stages of the process that ran last, and that have not completed
 * @param completedStages how many have
 */
record SoakCalls(Map<String, Handled> handlers, Set<String> openStages, int completedStages) {

    /**
     * The successful calls of one handler.
     *
     * @param ids of the events
     * @param last the highest position
     * @param repeats for each disturbance, how many calls after it were for events handled before; the first number is for the
     *     time before any
     * @param disorder first calls whose position is below that of an earlier one of the same key
     */
    record Handled(Set<String> ids, long last, List<Integer> repeats, List<String> disorder) {}

    private static final class Tally {
        final Set<String> ids = new HashSet<>();
        final Map<String, Long> lastOfKey = new HashMap<>();
        final Map<Integer, Integer> repeats = new HashMap<>();
        final List<String> disorder = new ArrayList<>();
        long last;

        void add(String[] words, int disturbance) {
            long position = Long.parseLong(words[2]);
            last = Math.max(last, position);
            if (!ids.add(words[3])) {
                repeats.merge(disturbance, 1, Integer::sum);
                return;
            }
            Long previous = lastOfKey.put(words[4], position);
            if (previous != null && previous > position) {
                disorder.add(String.join(" ", words) + " after " + previous);
            }
        }

        Handled upTo(int disturbances) {
            List<Integer> counts = new ArrayList<>();
            for (int i = 0; i <= disturbances; i++) {
                counts.add(repeats.getOrDefault(i, 0));
            }
            return new Handled(ids, last, counts, disorder);
        }
    }

    /** Reads {@code data/soak.log}; half a line, left by a kill, was a call in progress and does not count. */
    static SoakCalls of(Container container) {
        Map<String, Tally> tallies = new TreeMap<>();
        Set<String> open = new HashSet<>();
        String process = "";
        int completed = 0;
        int disturbances = 0;
        for (String line :
                Container.read(container.home().resolve("data/soak.log")).split("\n")) {
            String[] words = line.split(" ");
            if (words[0].equals("disturbed")) {
                disturbances++;
            } else if (words[0].equals("started") && words.length == 2 && !words[1].equals(process)) {
                process = words[1];
                open.clear(); // nobody is left to complete them
            } else if (words[0].equals("handled") && words.length == 6) {
                tallies.computeIfAbsent(words[1], name -> new Tally()).add(words, disturbances);
            } else if (words[0].equals("begun") && words.length == 4 && words[1].equals(process)) {
                open.add(words[2] + " " + words[3]);
            } else if (words[0].equals("ended") && words.length == 4 && words[1].equals(process)) {
                if (open.remove(words[2] + " " + words[3])) {
                    completed++;
                } else {
                    throw new AssertionError("a stage completed twice: " + line);
                }
            }
        }
        Map<String, Handled> handlers = new TreeMap<>();
        int until = disturbances;
        tallies.forEach((name, tally) -> handlers.put(name, tally.upTo(until)));
        return new SoakCalls(handlers, open, completed);
    }
}
