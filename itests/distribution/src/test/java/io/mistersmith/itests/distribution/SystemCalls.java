package io.mistersmith.itests.distribution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace saw, in the order of time.
 *
 * @param acknowledgements answers with status 2xx that left by a socket
 * @param early those that left while something written to the log of the database was not forced to disk
 * @param forced calls of fsync and fdatasync on the log of the database that returned
 */
record SystemCalls(int acknowledgements, List<String> early, int forced) {

    private static final Pattern CALL = Pattern.compile("^(\\d+)\\s+(\\w+)\\(\\d+<([^>]*)>(.*)$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+)\\s+<\\.\\.\\. (\\w+) resumed>.*= 0$");

    /** Reads lines of {@code strace -f -y}. A call that another thread's line interrupts has two lines. */
    static SystemCalls of(List<String> lines) {
        int acknowledgements = 0;
        int forced = 0;
        boolean dirty = false;
        List<String> early = new ArrayList<>();
        Set<String> forcing = new HashSet<>();
        for (String line : lines) {
            Matcher call = CALL.matcher(line);
            Matcher resumed = RESUMED.matcher(line);
            if (resumed.find() && forcing.remove(resumed.group(1) + resumed.group(2))) {
                forced++;
                dirty = false;
            } else if (call.find()) {
                String name = call.group(2);
                String target = call.group(3);
                String rest = call.group(4);
                if (target.endsWith("-wal") && name.equals("pwrite64")) {
                    dirty = true;
                } else if (target.endsWith("-wal") && name.endsWith("sync")) {
                    if (rest.contains("<unfinished")) {
                        forcing.add(call.group(1) + name);
                    } else {
                        forced++;
                        dirty = false;
                    }
                } else if (rest.contains("HTTP/1.1 2")) {
                    acknowledgements++;
                    if (dirty) {
                        early.add(line);
                    }
                }
            }
        }
        return new SystemCalls(acknowledgements, early, forced);
    }
}
