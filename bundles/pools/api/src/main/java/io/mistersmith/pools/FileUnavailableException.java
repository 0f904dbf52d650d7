package io.mistersmith.pools;

import org.jspecify.annotations.Nullable;

/** A file of a pool cannot be opened; waiting is of no use. Nothing was borrowed. */
public final class FileUnavailableException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Says which file, and why.
     *
     * @param path below the pool's folder
     * @param why ends the sentence
     * @param cause what was thrown, if something was
     */
    public FileUnavailableException(String pool, String path, String why, @Nullable Throwable cause) {
        super(
                pool,
                "File unavailable: pool=" + pool + ", path=\"" + PathRefusedException.shown(path) + "\", " + why,
                cause);
        this.path = path;
    }

    /** The path below the pool's folder. */
    public String path() {
        return path;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
