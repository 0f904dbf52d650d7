package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.PoolClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which files are open, and which of them nobody has: the longest unused goes first. Opens and closes nothing itself: who gets
 * a file to close from here closes it and then says so.
 *
 * <p>One lock, held for a few lines. A path is known while somebody wants it or a handle of it is open, so what is kept is
 * bounded by the handles and calls there are, whatever the number of paths.
 */
final class Shelf {

    private final String pool;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>(); // written under the lock
    private final IdleFiles idle = new IdleFiles();
    private FileSettings settings;
    private int open; // or being opened; without those being closed
    private int closing;
    private int epoch;
    private boolean closed;

    Shelf(String pool, FileSettings settings) {
        this.pool = pool;
        this.settings = settings;
    }

    synchronized void settings(FileSettings now) {
        settings = now;
    }

    synchronized int size() {
        return open + closing;
    }

    synchronized int idle() {
        return idle.size();
    }

    synchronized List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    /** Nobody enters any more, and nothing is kept. */
    synchronized void close() {
        closed = true;
    }

    /** What is open now is not lent again; only what is opened from now on. */
    synchronized void nextEpoch() {
        epoch++;
    }

    synchronized int epoch() {
        return epoch;
    }

    boolean knows(String path) {
        return slots.containsKey(path);
    }

    /** One more wants this file; null if it is not known yet. */
    synchronized @Nullable Slot enter(String path) {
        if (closed) {
            throw new PoolClosedException(pool);
        }
        Slot slot = slots.get(path);
        if (slot != null) {
            slot.users++;
        }
        return slot;
    }

    /** One more wants this file. */
    synchronized Slot enter(Slot made) {
        if (closed) {
            throw new PoolClosedException(pool);
        }
        Slot there = slots.putIfAbsent(made.path.text(), made);
        Slot slot = there == null ? made : there;
        slot.users++;
        return slot;
    }

    /** One more wants this file, and gets the handle that came back last; nothing is done if there is none. */
    synchronized @Nullable OpenFile enterAndTake(String path, boolean forWriting) {
        Slot slot = slots.get(path);
        OpenFile file = slot == null || closed ? null : take(slot, forWriting);
        if (file != null) {
            file.slot.users++;
        }
        return file;
    }

    /** One less does. */
    synchronized void leave(Slot slot) {
        slot.users--;
        forgetIfUnused(slot);
    }

    /** The handle of this file that came back last, if there is one. */
    synchronized @Nullable OpenFile take(Slot slot, boolean forWriting) {
        for (int i = slot.idle.size() - 1; i >= 0; i--) {
            OpenFile file = slot.idle.get(i);
            if (file.forWriting == forWriting) {
                slot.idle.remove(i);
                idle.remove(file);
                return file;
            }
        }
        return null;
    }

    /**
     * Room for one more handle of this file.
     *
     * @return what has to be closed before that is opened
     */
    synchronized List<OpenFile> reserve(Slot slot) {
        open++;
        slot.open++;
        List<OpenFile> over = List.of();
        while (slot.open > settings.perFile() && !slot.idle.isEmpty()) {
            over = with(over, remove(slot.idle.get(0)));
        }
        OpenFile next = idle.eldest();
        while (open > settings.sizes().max() && next != null) {
            over = with(over, remove(next));
            next = idle.eldest();
        }
        return over;
    }

    private static List<OpenFile> with(List<OpenFile> some, OpenFile one) {
        List<OpenFile> more = some.isEmpty() ? new ArrayList<>(2) : some;
        more.add(one);
        return more;
    }

    /** What was to be opened could not be. */
    synchronized void unreserve(Slot slot) {
        open--;
        slot.open--;
        forgetIfUnused(slot);
    }

    /**
     * A handle comes back, and one less wants its file.
     *
     * @return false if it has to be closed
     */
    synchronized boolean giveBack(OpenFile file, boolean works) {
        Slot slot = file.slot;
        slot.users--;
        long now = System.nanoTime();
        boolean keep = works
                && !closed
                && file.epoch == epoch
                && open <= settings.sizes().max()
                && slot.open <= settings.perFile()
                && !file.isOld(now, settings.sizes().maxLifetime().toNanos());
        if (!keep) {
            toBeClosed(file);
            return false;
        }
        slot.idle.add(file);
        idle.add(file, now);
        return true;
    }

    /** By who has it, and closes it then. */
    synchronized void toBeClosed(OpenFile file) {
        open--;
        closing++;
        idle.forget(file);
        file.slot.open--;
        forgetIfUnused(file.slot);
    }

    synchronized void isClosed() {
        closing--;
    }

    /** The handle that nobody had for longest, to be closed. */
    synchronized @Nullable OpenFile takeEldest() {
        OpenFile file = idle.eldest();
        return file == null ? null : remove(file);
    }

    /** True if nobody has it: then it has to be closed. */
    synchronized boolean takeIfIdle(OpenFile file) {
        if (!file.idle) {
            return false;
        }
        remove(file);
        return true;
    }

    /** One that is unused for too long, too old or too much, to be closed. */
    synchronized @Nullable OpenFile takeDone(long now) {
        OpenFile file = idle.eldest();
        if (file == null) {
            return null;
        }
        long limit = settings.sizes().idleTimeout().toNanos();
        if (open > settings.sizes().max()
                || (limit > 0
                        && now - file.idleSince >= limit
                        && open > settings.sizes().min())) {
            return remove(file);
        }
        long life = settings.sizes().maxLifetime().toNanos();
        for (; file != null; file = idle.younger(file)) {
            if (file.isOld(now, life) || file.slot.open > settings.perFile()) {
                return remove(file);
            }
        }
        return null;
    }

    /** Those that nobody has and nobody looked at for the check interval, a quarter of all at most. */
    synchronized List<OpenFile> due(long now) {
        long interval = settings.sizes().checkInterval().toNanos();
        List<OpenFile> due = new ArrayList<>();
        int most = interval > 0 ? Math.max(1, idle.size() / 4) : 0;
        for (OpenFile file = idle.eldest(); file != null && due.size() < most; file = idle.younger(file)) {
            if (now - file.checked >= interval) {
                due.add(file);
            }
        }
        return due;
    }

    private OpenFile remove(OpenFile file) {
        file.slot.idle.remove(file);
        idle.remove(file);
        toBeClosed(file);
        return file;
    }

    private void forgetIfUnused(Slot slot) {
        if (slot.users == 0 && slot.open == 0) {
            slots.remove(slot.path.text(), slot);
        }
    }
}
