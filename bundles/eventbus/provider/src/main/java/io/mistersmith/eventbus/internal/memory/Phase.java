package io.mistersmith.eventbus.internal.memory;

import java.util.Map;
import java.util.Set;

/** Where a subscription in memory is in its life. */
enum Phase {
    /** It has a handler; events go to it unless the subscription is paused. */
    ACTIVE,
    /** Its handler service went; the queue is kept for a successor. */
    LINGERING,
    /** A successor with other queues came; calls of the previous handler are still running. */
    SWAPPING,
    /** It ended; what waited was dropped. */
    STOPPED;

    private static final Map<Phase, Set<Phase>> TRANSITIONS = Map.of(
            ACTIVE, Set.of(ACTIVE, LINGERING, STOPPED), // pause and resume; its service went; close
            LINGERING, Set.of(LINGERING, ACTIVE, SWAPPING, STOPPED), // pause; a successor; one with other queues; close
            SWAPPING, Set.of(SWAPPING, ACTIVE, LINGERING, STOPPED), // pause; the last call ended; successor went; close
            STOPPED, Set.of());

    boolean mayBecome(Phase next) {
        return TRANSITIONS.getOrDefault(this, Set.of()).contains(next);
    }
}
