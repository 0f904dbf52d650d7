package io.mistersmith.health.internal;

import java.util.List;

/** What the shell shows. Thread-safe; waits for checks no longer than the executor's timeout. */
public interface HealthBoard {

    /** Every check there is, the worst first; results are as old as the interval of their concern at most. */
    List<CheckView> checks();
}
