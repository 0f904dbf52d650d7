package io.mistersmith.pools;

import org.jspecify.annotations.Nullable;

/** Root of what pools throw. */
public abstract class PoolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pool;

    PoolException(String pool, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.pool = pool;
    }

    /** Name of the pool. */
    public String pool() {
        return pool;
    }

    /** Whether the same call may succeed later. */
    public abstract boolean retryable();
}
