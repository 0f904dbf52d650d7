package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows which .cfg files were edited and not taken yet, so that whoever asks right after an edit gets an answer about it.
 *
 * <p>File Install takes a file after two looks at which it was the same. An edit that changes no value is never taken, so
 * one older than {@link #TAKEN} counts as taken. Thread-safe.
 */
public final class Edits {

    /** By then a file is taken: three looks of the slowest poll that the container is shipped with, and some. */
    static final Duration TAKEN = Duration.ofMillis(1_600);

    private record Seen(Map<String, Object> settings, long atMillis) {}

    private final Path folder;
    private final Clock clock;
    private final Map<Path, Seen> seen = new HashMap<>(); // guarded by this

    /** Of the .cfg files in this folder. */
    public Edits(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /** Somebody was given values of this file; others than before mean that an edit was taken. */
    public synchronized void taken(@Nullable Path file, Map<String, Object> settings) {
        if (file != null) {
            Path path = file.toAbsolutePath().normalize();
            Seen before = seen.get(path);
            if (before == null || !before.settings().equals(settings)) {
                seen.put(path, new Seen(Map.copyOf(settings), clock.millis()));
                notifyAll();
            }
        }
    }

    /** Waits until every edit that is on disk was taken, or the timeout passed. */
    public synchronized void await(Duration timeout) throws InterruptedException {
        long end = clock.millis() + timeout.toMillis();
        long wait = Math.min(pendingMillis(), timeout.toMillis());
        while (wait > 0) {
            wait(wait);
            wait = Math.min(pendingMillis(), end - clock.millis());
        }
    }

    /** How long the youngest edit that was not taken yet may still take; 0 when there is none. */
    synchronized long pendingMillis() {
        long now = clock.millis();
        long pending = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cfg")) {
            for (Path file : files) {
                long edited = Files.getLastModifiedTime(file).toMillis();
                Seen last = seen.get(file);
                if (last == null || last.atMillis() < edited) {
                    pending = Math.max(pending, Math.min(edited, now) + TAKEN.toMillis() - now);
                }
            }
        } catch (IOException e) {
            return 0; // a file that went meanwhile, or no folder: nothing to wait for
        }
        return pending;
    }
}
