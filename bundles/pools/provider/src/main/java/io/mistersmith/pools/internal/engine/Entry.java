package io.mistersmith.pools.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One resource and who has it.
 *
 * <p>FREE --a borrower--&gt; its lease --close--&gt; FREE. Whoever moves it from FREE or from a lease to BUSY owns it: gives it
 * to somebody who waits, checks it, or destroys it (DEAD, for ever). All moves are compare-and-set on one field, so a resource
 * has one holder at most, and a lease ends once: closed, taken back by the housekeeper or with its bundle, whoever is first.
 *
 * @param <R> what is lent
 */
final class Entry<R> {

    static final Object FREE = "free";
    static final Object BUSY = "busy";
    static final Object DEAD = "dead";

    private static final int CONDEMNED = 1;
    private static final int STALE = 2;
    private static final VarHandle HOLDER;
    private static final VarHandle FLAGS;
    private static final VarHandle USES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HOLDER = lookup.findVarHandle(Entry.class, "holder", Object.class);
            FLAGS = lookup.findVarHandle(Entry.class, "flags", int.class);
            USES = lookup.findVarHandle(Entry.class, "uses", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final R resource;

    /** When it was made. */
    final long born;

    /** Times the maximal lifetime it is replaced at: 0.9 to 1, so that a pool does not replace all at once. */
    final double spread;

    private volatile Object holder = BUSY;

    @SuppressWarnings("unused") // through FLAGS
    private volatile int flags;

    /** How many calls got it. Written by its holder, through USES; readers need no order, but must not see it shrink. */
    @SuppressWarnings("unused") // through USES
    private long uses;

    // The housekeeper's alone.
    long usesSeen = -1;
    long idleSince;

    /** When it was made or last checked; written by who owns it. */
    volatile long checked;

    Entry(R resource, long now, double spread) {
        this.resource = resource;
        this.born = now;
        this.idleSince = now;
        this.checked = now;
        this.spread = spread;
    }

    boolean freeToLease(PoolLease<R> lease) {
        return HOLDER.compareAndSet(this, FREE, lease);
    }

    boolean freeToBusy() {
        return HOLDER.compareAndSet(this, FREE, BUSY);
    }

    boolean leaseToFree(PoolLease<R> lease) {
        return HOLDER.compareAndSet(this, lease, FREE);
    }

    boolean leaseToBusy(PoolLease<R> lease) {
        return HOLDER.compareAndSet(this, lease, BUSY);
    }

    /** By its owner, who then owns it no more. */
    void busyToLease(PoolLease<R> lease) {
        holder = lease;
    }

    /** By its owner, who then owns it no more, and has to look whether somebody waits. */
    void busyToFree() {
        holder = FREE;
    }

    /** By its owner, for ever. */
    void busyToDead() {
        holder = DEAD;
    }

    /** By its holder, once per lease. */
    void used() {
        USES.setOpaque(this, (long) USES.getOpaque(this) + 1);
    }

    long uses() {
        return (long) USES.getOpaque(this);
    }

    Object holder() {
        return holder;
    }

    boolean free() {
        return holder == FREE;
    }

    /** Whether it can be lent as it is. */
    boolean good() {
        return flags == 0;
    }

    boolean condemned() {
        return (flags & CONDEMNED) != 0;
    }

    /** It is to be destroyed when it is not borrowed. A borrower that looked just before gets it for one more time. */
    void condemn() {
        FLAGS.getAndBitwiseOr(this, CONDEMNED);
    }

    boolean stale() {
        return (flags & STALE) != 0;
    }

    /** It is to be checked before it is lent. */
    void becomeStale() {
        FLAGS.getAndBitwiseOr(this, STALE);
    }

    /** By its owner. */
    void checked(long now) {
        checked = now;
        FLAGS.getAndBitwiseAnd(this, ~STALE);
    }
}
