package io.mistersmith.health.internal.checks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Threads that wait for each other for ever. Only a restart helps, so this is what liveness looks at. */
public final class DeadlockCheck implements HealthCheck {

    private static final int MOST_NAMED = 5;

    private final Supplier<List<String>> deadlocked;

    /**
     * @param deadlocked a line for each thread
     */
    public DeadlockCheck(Supplier<List<String>> deadlocked) {
        this.deadlocked = deadlocked;
    }

    /** The threads of this JVM. */
    public static List<String> ofThisJvm() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] ids = threads.findDeadlockedThreads();
        List<String> lines = new ArrayList<>();
        if (ids != null) {
            for (ThreadInfo info : threads.getThreadInfo(ids)) {
                if (info != null) {
                    lines.add(info.getThreadName() + " waits for " + info.getLockName() + " held by "
                            + info.getLockOwnerName());
                }
            }
        }
        return lines;
    }

    @Override
    public Result execute() {
        List<String> lines = deadlocked.get();
        return lines.isEmpty()
                ? Results.ok("no deadlock")
                : Results.unhealthy(lines.size() + " threads wait for each other: "
                        + String.join("; ", lines.subList(0, Math.min(MOST_NAMED, lines.size()))));
    }
}
