package io.mistersmith.health.internal.execution;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;

/** What a check said that was not OK, the last of each status. Thread-safe. */
final class Stickiness {

    private final Map<Status, Outcome> kept = new EnumMap<>(Status.class); // guarded by this

    synchronized void note(Outcome outcome) {
        if (!outcome.result().isOk()) {
            kept.put(outcome.result().getStatus(), outcome);
        }
    }

    synchronized void clear() {
        kept.clear();
    }

    /** An outcome together with what was kept for no longer than so many seconds. */
    synchronized Outcome with(Outcome now, long nowMillis, long seconds) {
        ResultLog log = new ResultLog();
        now.result().forEach(log::add);
        boolean more = false;
        for (Outcome before : kept.values()) {
            if (!before.equals(now) && (nowMillis - before.atMillis()) / 1_000 < seconds) {
                Status status = before.result().getStatus();
                String when = " (kept: it was so at "
                        + Instant.ofEpochMilli(before.atMillis()).toString() + ")";
                for (ResultLog.Entry entry : before.result()) {
                    if (entry.getStatus() == status && !entry.isDebug()) {
                        log.add(new ResultLog.Entry(status, entry.getMessage() + when, entry.getException()));
                        more = true;
                    }
                }
            }
        }
        return more ? new Outcome(now.check(), new Result(log), now.tookMillis(), now.atMillis(), now.timedOut()) : now;
    }
}
