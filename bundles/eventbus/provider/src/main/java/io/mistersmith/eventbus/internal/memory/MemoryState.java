package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import org.jspecify.annotations.Nullable;

/**
 * The state of a subscription in memory, replaced as one. Every change goes through {@link #to}, which knows the table of
 * {@link Phase}.
 *
 * @param paused whether events are held back although there is a handler
 * @param spec options in force
 * @param target the handler; while LINGERING and SWAPPING the previous one
 * @param inbox where events wait; another one only after a swap
 * @param filtered whether events may wait that an earlier handler took and this one does not
 * @param next the successor while SWAPPING, otherwise null
 * @param before figures of earlier inboxes
 */
record MemoryState(
        Phase phase,
        boolean paused,
        Spec spec,
        Target target,
        Inbox inbox,
        boolean filtered,
        @Nullable Successor next,
        Figures before) {

    /** A handler that takes over once calls of the previous one have ended. */
    record Successor(Spec spec, Target target) {}

    /** What earlier inboxes of a subscription counted; events that moved on to the next inbox are not in it. */
    record Figures(long accepted, long settled, long evicted, long failed) {

        static final Figures NONE = new Figures(0, 0, 0, 0);

        /** With an inbox that may still be in use. */
        Figures plus(Inbox inbox) {
            return new Figures(
                    accepted + inbox.accepted(),
                    settled + inbox.settled(),
                    evicted + inbox.evicted(),
                    failed + inbox.failed());
        }

        /** With an inbox whose events have moved on: what it did not settle, it did not accept. */
        Figures plusReplaced(Inbox inbox) {
            long evictedThere = inbox.evicted(); // once: a publisher may still evict
            long settledThere = inbox.settledByLanes() + evictedThere;
            return new Figures(
                    accepted + settledThere, settled + settledThere, evicted + evictedThere, failed + inbox.failed());
        }
    }

    static MemoryState initial(Spec spec, Target target, Inbox inbox) {
        return new MemoryState(Phase.ACTIVE, false, spec, target, inbox, false, null, Figures.NONE);
    }

    /** Whether lanes of this inbox must not take events now. */
    boolean holds(Inbox of) {
        return phase != Phase.ACTIVE || paused || inbox != of;
    }

    /** Whether lanes of this inbox must drop what waits. */
    boolean ended(Inbox of) {
        return phase == Phase.STOPPED && inbox == of;
    }

    /** The handler that has, or is about to have, the subscription. */
    Target latest() {
        return next == null ? target : next.target();
    }

    MemoryState pausing(boolean now) {
        return new MemoryState(phase, now, spec, target, inbox, filtered, next, before).from(this);
    }

    MemoryState lingering() {
        return to(Phase.LINGERING, spec, target, inbox, null, before);
    }

    /** The successor goes on with the queues as they are. */
    MemoryState adopted(Spec nextSpec, Target successor) {
        return to(Phase.ACTIVE, nextSpec, successor, inbox, null, before);
    }

    MemoryState swapping(Spec nextSpec, Target successor) {
        return to(Phase.SWAPPING, spec, target, inbox, new Successor(nextSpec, successor), before);
    }

    /** Still SWAPPING, while what waited is on its way into another inbox; this one takes nothing. */
    MemoryState moving(Inbox shut) {
        return to(Phase.SWAPPING, spec, target, shut, next, before.plus(inbox));
    }

    MemoryState swapped(Successor to, Inbox fresh, Figures figures) {
        return to(Phase.ACTIVE, to.spec(), to.target(), fresh, null, figures);
    }

    MemoryState stopped() {
        return to(Phase.STOPPED, spec, target, inbox, null, before);
    }

    private MemoryState to(
            Phase phaseNow,
            Spec specNow,
            Target targetNow,
            Inbox inboxNow,
            @Nullable Successor nextNow,
            Figures beforeNow) {
        boolean narrower =
                !targetNow.shape().typeNames().containsAll(target.shape().typeNames());
        return new MemoryState(phaseNow, paused, specNow, targetNow, inboxNow, filtered || narrower, nextNow, beforeNow)
                .from(this);
    }

    private MemoryState from(MemoryState previous) {
        if (!previous.phase.mayBecome(phase)) {
            throw new IllegalStateException(previous.phase + " -> " + phase);
        }
        return this;
    }
}
