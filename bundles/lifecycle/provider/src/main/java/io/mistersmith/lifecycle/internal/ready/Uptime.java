package io.mistersmith.lifecycle.internal.ready;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;

/** How long this process has been running. Setting the clock does not change it. */
public final class Uptime {

    private static final Duration LONGEST_LAUNCH = Duration.ofSeconds(60);
    private static final Duration LAUNCH = launch(
            ProcessHandle.current().info().startInstant().orElse(Instant.MAX),
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));

    private Uptime() {}

    /** From the start of the process, which begins as the launcher's script. */
    public static Duration now() {
        return LAUNCH.plusMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    /** What the launcher took; zero if the clock was set meanwhile. */
    static Duration launch(Instant process, Instant jvm) {
        boolean plausible =
                !process.isAfter(jvm) && process.plus(LONGEST_LAUNCH).isAfter(jvm);
        return plausible ? Duration.between(process, jvm) : Duration.ZERO;
    }
}
