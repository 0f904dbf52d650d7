package io.mistersmith.pools;

/** As many calls wait for a resource as may; nothing was borrowed. */
public final class PoolBusyException extends PoolException {

    private static final long serialVersionUID = 1L;

    /**
     * Says which pool, and how many wait.
     *
     * @param waiting calls that wait
     */
    public PoolBusyException(String pool, int waiting) {
        super(pool, "Too many calls wait for a resource: pool=" + pool + ", waiting=" + waiting + " calls", null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
