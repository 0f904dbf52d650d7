package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileUnavailableException;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.internal.engine.Hooks;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Work;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens, compares and closes the handles of one pool; each by one call at a time, without any lock. Thread-safe.
 *
 * <p>Who opens one first closes what has to make room for it, so there are never more open than the pool may have, but for those
 * that somebody else closes at that moment.
 */
final class Opener {

    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);

    private final String pool;
    private final Root root;
    private final Shelf shelf;
    private final Hooks hooks;
    private final AtomicBoolean checking = new AtomicBoolean();
    private volatile PoolSettings settings;
    private volatile @Nullable String trouble;

    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder replaced = new LongAdder();

    Opener(String pool, Root root, Shelf shelf, Hooks hooks, PoolSettings settings) {
        this.pool = pool;
        this.root = root;
        this.shelf = shelf;
        this.hooks = hooks;
        this.settings = settings;
    }

    void settings(PoolSettings now) {
        settings = now;
    }

    /** Why opening failed last, if that was not the caller's fault; null after a success. */
    @Nullable
    String trouble() {
        String of = root.trouble();
        return of == null ? trouble : of;
    }

    /** An open handle that nobody has and that is still of its file, if there is one. */
    @Nullable
    OpenFile idle(Slot slot, boolean forWriting) {
        for (OpenFile file = shelf.take(slot, forWriting); file != null; file = shelf.take(slot, forWriting)) {
            if (!isDue(file, System.nanoTime()) || isGood(file)) {
                return file;
            }
            replaced.increment();
            discard(file);
        }
        return null;
    }

    /** Whether it is to be compared with the file that its path names. */
    boolean isDue(OpenFile file, long now) {
        Duration limit = settings.validateAfter();
        return !limit.isNegative() && now - file.checked >= limit.toNanos();
    }

    private boolean isGood(OpenFile file) {
        if (file.works() && file.isCurrent() && (hooks.none() || hooks.healthy(file))) {
            file.checked = System.nanoTime();
            return true;
        }
        return false;
    }

    /**
     * Opens one, by who has a seat.
     *
     * @throws io.mistersmith.pools.PathRefusedException if a link is on the way, or it is no file
     * @throws FileUnavailableException if there is none, or it cannot be opened
     * @throws PoolUnavailableException if the pool's folder is not there
     */
    OpenFile open(Slot slot, boolean forWriting) {
        int epoch = shelf.epoch();
        shelf.reserve(slot).forEach(this::close);
        boolean done = false;
        try {
            OpenFile file = new OpenFile(slot, forWriting, epoch, root.open(slot.path, forWriting));
            done = true;
            opened.increment();
            trouble = null;
            return file;
        } catch (NoSuchFileException e) {
            throw unavailable(slot, forWriting ? "its folder does not exist" : "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw unavailable(slot, "permission denied", e);
        } catch (IOException e) {
            trouble = e.toString();
            throw unavailable(slot, String.valueOf(e.getMessage()), e);
        } finally {
            if (!done) {
                failures.increment();
                shelf.unreserve(slot);
            }
        }
    }

    private FileUnavailableException unavailable(Slot slot, String why, IOException e) {
        return new FileUnavailableException(pool, slot.path.text(), why, e);
    }

    /** By who had it, and wants the file no more. */
    void giveBack(OpenFile file, boolean works) {
        hooks.released(file);
        if (!shelf.giveBack(file, works && file.works())) {
            close(file);
        }
    }

    /** By who has it and did nothing with it, and wants the file no more. */
    void putBack(OpenFile file) {
        if (!shelf.giveBack(file, file.works())) {
            close(file);
        }
    }

    /** By who has it and wants the file no more: it is taken back. */
    void takeAway(OpenFile file) {
        if (!shelf.giveBack(file, false)) {
            close(file);
        }
    }

    /** By who has it, and goes on. */
    void discard(OpenFile file) {
        shelf.toBeClosed(file);
        close(file);
    }

    private void close(OpenFile file) {
        hooks.evicted(file);
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("Closing a file failed: pool={}, path={}, {}", pool, file.path(), e.toString());
        }
        closed.increment();
        shelf.isClosed();
    }

    /** Closes what nobody has, one after the other. */
    int evict() {
        int count = 0;
        for (OpenFile file = shelf.takeEldest(); file != null; file = shelf.takeEldest()) {
            close(file);
            count++;
        }
        return count;
    }

    /** From time to time: closes what is unused, old or too much, and compares what lies for long with what is there. */
    void look(Work work) {
        long now = System.nanoTime();
        for (OpenFile file = shelf.takeDone(now); file != null; file = shelf.takeDone(now)) {
            close(file);
        }
        if (checking.compareAndSet(false, true)) {
            work.run(this::check, settings.callTimeout(), () -> checking.set(false));
        }
    }

    /** They stay where they are meanwhile: comparing needs nothing of the handle, and disturbs nobody who has it. */
    private void check() {
        try {
            root.look();
            List<OpenFile> due = shelf.due(System.nanoTime());
            for (OpenFile file : due) {
                if (Thread.interrupted()) {
                    return;
                }
                if (!isGood(file)) {
                    file.condemn();
                    if (shelf.takeIfIdle(file)) {
                        replaced.increment();
                        close(file);
                    }
                }
            }
        } finally {
            checking.set(false);
        }
    }
}
