package io.mistersmith.pools;

import org.jspecify.annotations.Nullable;

/** The pool cannot make or lend a resource now, and waiting is of no use. */
public final class PoolUnavailableException extends PoolException {

    private static final long serialVersionUID = 1L;

    /**
     * Says which pool, and why.
     *
     * @param reason ends the sentence
     * @param cause what was thrown, if something was
     */
    public PoolUnavailableException(String pool, String reason, @Nullable Throwable cause) {
        super(pool, "Pool unavailable: pool=" + pool + ", " + reason, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
