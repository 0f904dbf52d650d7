package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.guard.Delay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Waits for a save that is made of several writes, as by an editor that empties a file first, so that it is one change in the
 * history: until the file was left alone for {@link #QUIET} and looks whole, but not longer than {@link #LONGEST}. One that is
 * renamed into place is whole at once. Thread-safe.
 */
public final class Saves {

    /** By then File Install, which looks every 400 ms, has seen the last of what was written. */
    static final Duration QUIET = Duration.ofMillis(500);

    /** By then a file that still looks half written is refused. */
    static final Duration LONGEST = Duration.ofSeconds(3);

    private final Delay delay;
    private final Clock clock;
    private final Map<String, Save> open = new HashMap<>(); // guarded by this
    private final Map<Path, Object> inodes = new HashMap<>(); // guarded by this

    private record Save(Path file, Runnable record, long sinceMillis) {}

    public Saves(Delay delay, Clock clock) {
        this.delay = delay;
        this.clock = clock;
    }

    /**
     * Whether a PID's file is being written; then the change is kept once the save is done.
     *
     * @param record keeps it, as it is then; of several until then the first
     */
    public synchronized boolean isOpen(String pid, Path file, Runnable record) {
        if (open.containsKey(pid)) {
            return true;
        }
        if (isBeingWritten(file)) {
            open.put(pid, new Save(file, record, clock.millis()));
            delay.after(QUIET, () -> look(pid));
            return true;
        }
        return false;
    }

    /** Whether a save of a PID's file is not done yet. */
    public synchronized boolean isOpen(String pid) {
        return open.containsKey(pid);
    }

    /** What was saved is kept otherwise, or gone. */
    public synchronized void forget(String pid) {
        open.remove(pid);
    }

    private void look(String pid) {
        Save save;
        synchronized (this) {
            save = open.get(pid);
            if (save == null) {
                return;
            }
            boolean late = clock.millis() - save.sinceMillis() >= LONGEST.toMillis();
            if (isBeingWritten(save.file()) && !late) {
                delay.after(QUIET, () -> look(pid));
                return;
            }
            open.remove(pid);
        }
        save.record().run();
    }

    private boolean isBeingWritten(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Object inode = Objects.requireNonNullElse(now.fileKey(), file);
            boolean inPlace = inode.equals(inodes.put(file, inode));
            long age = clock.millis() - now.lastModifiedTime().toMillis();
            return (inPlace && age >= 0 && age < QUIET.toMillis())
                    || (ConfigFile.read(file).partial() != null && !ConfigFolder.isSwapped(file));
        } catch (IOException e) {
            return false; // it is gone
        }
    }
}
