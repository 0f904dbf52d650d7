package io.mistersmith.lifecycle.internal.deploy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of a plugin that lies, or lay, in the folder. Guarded by the lock of {@link Deployment}. */
final class Unit {

    /** Where it stands. */
    enum Phase {
        /** To be installed and started, or to be restarted. */
        NEW,
        /** An attempt is under way. */
        BUSY,
        /** Stopped, so that a higher version can take over. */
        STANDBY,
        /** Started; how it is, its condition tells. */
        STARTED,
        /** Cannot be resolved; tried again when bundles change. */
        MISSING,
        /** Its start failed; tried again when its jar changes. */
        FAILED,
        /** A higher version, or the same from another file, is there. */
        REFUSED,
        /** To be stopped and uninstalled. */
        GONE
    }

    PluginJar jar;
    Phase phase = Phase.NEW;
    long bundle;
    boolean started;
    boolean retry;
    boolean moveJar;
    boolean overwritten;
    long arrivedNanos;
    long startMillis;
    long restUntilNanos;

    @Nullable
    Path movedTo;

    String warned = "";
    String replaced = "";
    String problem = "";
    List<String> details = List.of();

    Unit(PluginJar jar, long arrivedNanos) {
        this.jar = jar;
        this.arrivedNanos = arrivedNanos;
        this.restUntilNanos = arrivedNanos;
    }

    String name() {
        return jar.name();
    }

    /** Whether it has its turn still to come, or is having it. */
    boolean pending() {
        return switch (phase) {
            case NEW, BUSY, STANDBY, GONE -> true;
            case MISSING -> retry;
            case STARTED, FAILED, REFUSED -> false;
        };
    }

    /** It is to be tried, from the beginning. */
    void renew(long nowNanos) {
        phase = Phase.NEW;
        arrivedNanos = nowNanos;
        startMillis = 0;
        replaced = "";
        clearProblem();
    }

    void clearProblem() {
        problem("", List.of());
    }

    void problem(String text, List<String> lines) {
        problem = text;
        details = lines;
    }
}
