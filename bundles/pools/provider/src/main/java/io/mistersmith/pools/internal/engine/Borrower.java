package io.mistersmith.pools.internal.engine;

/** Who borrows: one life of a bundle. */
public final class Borrower {

    private final String name;
    private volatile boolean stopped;

    /** A borrower by the name that operators read: symbolic name and version. */
    public Borrower(String name) {
        this.name = name;
    }

    /**
     * From now on nothing is lent to it. Who lends looks after it has written the lease, so what {@link PoolEngine#stop}
     * does not find was not kept.
     */
    public void stopped() {
        stopped = true;
    }

    boolean hasStopped() {
        return stopped;
    }

    @Override
    public String toString() {
        return name;
    }
}
