package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.PoolClosedException;
import io.mistersmith.pools.PoolUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one pool, which may come, go and be replaced while the pool is there. Thread-safe. */
final class Root implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Root.class);
    private static final int TRIES = 10;

    private final String pool;
    private @Nullable Path folder; // guarded by this
    private boolean closed; // guarded by this
    private volatile @Nullable ConfinedRoot now; // written under this
    private volatile @Nullable String trouble; // written under this

    /** Below this folder; null: none yet. */
    Root(String pool, @Nullable Path folder) {
        this.pool = pool;
        this.folder = folder;
    }

    /** From now on below this folder; whether it is another. */
    synchronized boolean folder(@Nullable Path other) {
        if (Objects.equals(other, folder)) {
            return false;
        }
        folder = other;
        trouble = null;
        leave();
        return true;
    }

    /**
     * As {@link ConfinedRoot#file}.
     *
     * @throws PoolUnavailableException if the folder is not there
     */
    ConfinedRoot.Opened open(ConfinedPath path, boolean writable) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            ConfinedRoot root = current();
            try {
                return root.file(path, writable);
            } catch (ClosedDirectoryStreamException e) {
                // left meanwhile
            } catch (IOException e) {
                if (root.isCurrent()) {
                    throw e;
                }
            }
        }
        throw new PoolUnavailableException(pool, "its folder is replaced again and again", null);
    }

    /** Why there is no folder, as far as is known; null if there is one. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Looks whether there is a folder; said in the log once when there is none. */
    void look() {
        try {
            current();
        } catch (PoolUnavailableException | PoolClosedException e) {
            // kept as the trouble
        }
    }

    private ConfinedRoot current() {
        ConfinedRoot root = now;
        return root != null && root.isCurrent() ? root : anew();
    }

    private synchronized ConfinedRoot anew() {
        ConfinedRoot root = now;
        if (root != null && root.isCurrent()) {
            return root;
        }
        leave();
        if (closed) {
            throw new PoolClosedException(pool);
        }
        Path below = folder;
        if (below == null) {
            trouble = "root is not set; set it in the pool's file";
            throw new PoolUnavailableException(pool, trouble, null);
        }
        try {
            ConfinedRoot opened = ConfinedRoot.open(pool, below);
            now = opened;
            trouble = null;
            return opened;
        } catch (IOException e) {
            String why = "root=" + below + " " + reason(e);
            if (trouble == null) {
                LOG.warn("Pool has no folder: pool={}, {}", pool, why);
            }
            trouble = why;
            throw new PoolUnavailableException(pool, why, e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist: make the folder, or change root in the pool's file";
        }
        if (e instanceof NotDirectoryException) {
            return "is no folder: change root in the pool's file";
        }
        if (e instanceof AccessDeniedException) {
            return "cannot be opened: permission denied";
        }
        return "cannot be opened: " + e.getMessage();
    }

    @Override
    public synchronized void close() {
        closed = true;
        leave();
    }

    private void leave() {
        ConfinedRoot old = now;
        now = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                LOG.warn("Closing a folder failed: pool={}, {}", pool, e.toString());
            }
        }
    }
}
