package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the .cfg files of a folder that changed, came or went without anybody taking them. A watch that overflows forgets
 * what happened, and one on a network mount never hears of it.
 *
 * <p>{@link #taken} is called from any thread, {@link #look} by one at a time.
 */
public final class MissedFiles {

    private final Path folder;
    private final Map<Path, Stamp> taken = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();

    // of the looks
    private final Map<Path, Stamp> suspects = new HashMap<>();
    private long callsBefore = -1;
    private boolean settled;

    /** Of this folder, of which nothing was taken so far. */
    public MissedFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** A file, or that it is gone, is about to be taken; to be called before it is read, so that no later change is overlooked. */
    public void taken(Path file) {
        Path path = file.toAbsolutePath().normalize();
        Stamp stamp = Stamp.of(path);
        if (stamp.equals(Stamp.GONE)) {
            taken.remove(path);
        } else {
            taken.put(path, stamp);
        }
        calls.incrementAndGet();
    }

    /**
     * Looks at the folder.
     *
     * @return the files to take, as they have been since the last look and were not taken; each is told once. None
     *     before there was nothing taken for as long as from one look to the next
     * @throws IOException if the folder cannot be read
     */
    public List<Path> look() throws IOException {
        long callsNow = calls.get();
        boolean idle = callsNow == callsBefore;
        callsBefore = callsNow;
        settled = settled || idle;
        if (!settled) {
            return List.of();
        }
        List<Path> missed = new ArrayList<>();
        for (Path path : paths()) {
            Stamp stamp = Stamp.of(path);
            if (stamp.equals(taken.getOrDefault(path, Stamp.GONE))) {
                suspects.remove(path);
            } else if (stamp.equals(suspects.put(path, stamp))) {
                suspects.remove(path);
                taken(path);
                missed.add(path);
            }
        }
        callsBefore = calls.get();
        return missed;
    }

    /** Those that are there, and those that were. */
    private Set<Path> paths() throws IOException {
        Set<Path> paths = new TreeSet<>(taken.keySet());
        paths.addAll(suspects.keySet());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cfg")) {
            files.forEach(paths::add);
        }
        return paths;
    }
}
