package io.mistersmith.lifecycle.internal.deploy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the folder again and again, and says which jars are whole.
 *
 * <p>A jar is whole when two scans found it with the same time and length, and it is a zip that can be read. One that cannot
 * be read may still be on its way, from a writer that pauses; after a while of quiet it is named as bad. For one thread.
 */
public final class FolderScan {

    private final Path folder;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private Map<Path, Found> last = new HashMap<>();

    /**
     * A scan of one folder.
     *
     * @param patience how long a file that is no zip may rest before it is called bad
     */
    public FolderScan(Path folder, Duration patience, LongSupplier nanoTime) {
        this.folder = folder;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /**
     * A jar in the folder.
     *
     * @param file where it lies
     * @param stamp time and length
     * @param sinceNanos when this stamp was seen first
     * @param jar what it is; null while it may still change, and when it is bad
     * @param problem why it is bad, in one line with what to do; null when it is not
     */
    public record Found(Path file, String stamp, long sinceNanos, @Nullable PluginJar jar, @Nullable String problem) {

        /** Whether nothing can be said of it yet. */
        boolean changing() {
            return jar == null && problem == null;
        }
    }

    /**
     * Every jar there is now.
     *
     * @throws IOException if the folder cannot be read; what was found before stays true
     */
    List<Found> scan() throws IOException {
        Map<Path, Found> now = new HashMap<>();
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(PluginJar::isJar).sorted().toList();
        }
        List<Found> found = new ArrayList<>();
        for (Path file : files) {
            Found one = look(file, last.get(file));
            if (one != null) {
                now.put(file, one);
                found.add(one);
            }
        }
        last = now;
        return found;
    }

    /** Never throws, so that one that cannot be looked at does not keep the others from being seen. */
    private @Nullable Found look(Path file, @Nullable Found before) {
        String stamp;
        @Nullable String problem;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamp = attributes.lastModifiedTime().toMillis() + ":" + attributes.size();
            problem = attributes.isRegularFile() ? null : noFile(attributes); // a pipe must not even be opened
        } catch (NoSuchFileException gone) {
            if (!Files.isSymbolicLink(file)) {
                return null;
            }
            stamp = "link";
            problem = "a link to a file that is not there";
        } catch (IOException | RuntimeException unreadable) {
            stamp = "unreadable";
            problem = "not readable: " + reason(unreadable);
        }
        if (before == null || !before.stamp().equals(stamp)) {
            return new Found(file, stamp, nanoTime.getAsLong(), null, null);
        }
        if (!before.changing()) {
            return before;
        }
        return problem == null
                ? read(before)
                : bad(before, file.getFileName() + " is " + problem + ". Move it out of deploy/.");
    }

    private static String noFile(BasicFileAttributes attributes) {
        return (attributes.isDirectory() ? "a folder" : "a pipe or a device") + ", not a jar";
    }

    private Found read(Found quiet) {
        String name = quiet.file().getFileName().toString();
        try {
            PluginJar jar = PluginJar.read(quiet.file(), quiet.stamp());
            return new Found(quiet.file(), quiet.stamp(), quiet.sinceNanos(), jar, null);
        } catch (PluginJar.NotAPluginException notAPlugin) {
            return bad(quiet, name + " is not a plugin: " + notAPlugin.getMessage() + " and copy it again.");
        } catch (AccessDeniedException closed) {
            return bad(quiet, name + " may not be read. Change its owner or its mode, and copy it again.");
        } catch (IOException | RuntimeException notAZip) {
            boolean mayCome = nanoTime.getAsLong() - quiet.sinceNanos() < patience.toNanos();
            return mayCome ? quiet : bad(quiet, name + " is not a jar: " + reason(notAZip) + ". Copy it again.");
        }
    }

    private static String reason(Exception error) {
        String message = error instanceof FileSystemException system ? system.getReason() : error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    private static Found bad(Found quiet, String problem) {
        return new Found(quiet.file(), quiet.stamp(), quiet.sinceNanos(), null, problem);
    }
}
