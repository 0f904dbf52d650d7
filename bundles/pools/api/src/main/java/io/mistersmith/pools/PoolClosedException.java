package io.mistersmith.pools;

/** The pool is gone: its file was deleted, or its provider stopped. */
public final class PoolClosedException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Says which pool. */
    public PoolClosedException(String pool) {
        super(pool, "Pool closed: pool=" + pool, null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
