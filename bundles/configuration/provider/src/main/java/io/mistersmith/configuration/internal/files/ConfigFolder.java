package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The .cfg files of a folder that is only read, such as a mounted ConfigMap, as they were at the last {@link #look}.
 *
 * <p>A file is taken when it was left alone for {@link #QUIET}; by its own time when that is in the past, else by two looks.
 * A look that finds the folder as it was asks for each file's attributes, and for nothing else; where every file is a link
 * through {@code ..data}, for that link alone. Not taken anew while the folder cannot be read. Thread-safe.
 */
public final class ConfigFolder {

    /** How long a file is left alone before it is taken. */
    public static final Duration QUIET = Duration.ofMillis(400);

    private static final String DATA = "..data";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    /** A folder's time may stand still for as long as its file system's clock ticks; and clocks differ. */
    private static final Duration SAME_TICK = Duration.ofSeconds(2);

    private final @Nullable Path folder;
    private final Charset encoding;
    private final Function<String, @Nullable String> variables;
    private final Map<String, Path> paths = new HashMap<>();
    private final Map<String, Stamp> taken = new HashMap<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private @Nullable Listing listing;
    private @Nullable String fault;

    /**
     * A file as it was taken.
     *
     * @param swapped whether it is replaced as a whole, by a link that is swapped, so that it is never half written
     */
    public record Entry(Path path, ConfigFile text, Map<String, String> values, boolean swapped) {}

    private record Pending(Stamp stamp, long sinceMillis) {}

    /** What the names were read from: while it is the same, so are they. */
    private record Listing(@Nullable Path data, FileTime modified, @Nullable Object key, boolean onlyLinks) {}

    /**
     * @param folder null when there is none
     * @param encoding of the values in it
     * @param variables what stands for <code>${name}</code>; null for a name that is not known, which then stays
     */
    public ConfigFolder(@Nullable Path folder, Charset encoding, Function<String, @Nullable String> variables) {
        this.folder = folder;
        this.encoding = encoding;
        this.variables = variables;
    }

    /** Whether there may ever be files. */
    public boolean exists() {
        return folder != null;
    }

    /** The folder's path; empty when there is none. */
    public String name() {
        return folder == null ? "" : folder.toString();
    }

    /** Why the files, or one of them, cannot be read now; null when they can. */
    public synchronized @Nullable String fault() {
        return fault;
    }

    /** A file by its name; null when there is none. */
    public synchronized @Nullable Entry get(String name) {
        return entries.get(name);
    }

    /** The names of all files. */
    public synchronized Set<String> names() {
        return new TreeSet<>(entries.keySet());
    }

    /** Whether something was found that is not quiet yet, so that the next look should be soon. */
    public synchronized boolean isPending() {
        return !pending.isEmpty();
    }

    /**
     * Looks at the folder.
     *
     * @return the names of the files that were taken, changed or gone
     */
    public synchronized Set<String> look(long nowMillis) {
        Set<String> changed = new TreeSet<>();
        if (folder == null) {
            return changed;
        }
        try {
            Map<String, Stamp> found = stamps(folder, nowMillis);
            fault = null;
            if (pending.isEmpty() && found.equals(taken)) {
                return changed;
            }
            Set<String> names = new TreeSet<>(taken.keySet());
            names.addAll(found.keySet());
            names.addAll(pending.keySet());
            for (String name : names) {
                Stamp stamp = found.getOrDefault(name, Stamp.GONE);
                if (isDue(name, stamp, nowMillis)) {
                    Path path = folder.resolve(name);
                    if (stamp.equals(Stamp.GONE) || Files.isReadable(path)) {
                        take(path, name, stamp);
                        changed.add(name);
                    } else {
                        fault = name + " cannot be read";
                    }
                }
            }
        } catch (IOException e) {
            listing = null;
            fault = e instanceof NoSuchFileException ? "is not there" : "cannot be read: " + e.getMessage();
        }
        return changed;
    }

    /** Whether a path is a link that is swapped together with all others of its folder, as in a mounted ConfigMap. */
    public static boolean isSwapped(Path path) {
        try {
            return Files.isSymbolicLink(path) && Files.readSymbolicLink(path).startsWith(DATA);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isDue(String name, Stamp stamp, long nowMillis) {
        if (stamp.equals(taken.getOrDefault(name, Stamp.GONE))) {
            pending.remove(name);
            return false;
        }
        long age = nowMillis - stamp.modified().toMillis();
        Pending before = pending.get(name);
        boolean same = before != null && before.stamp().equals(stamp);
        boolean quiet = stamp.equals(Stamp.GONE) ? false : age >= QUIET.toMillis();
        if (quiet || (same && before != null && nowMillis - before.sinceMillis() >= QUIET.toMillis())) {
            pending.remove(name);
            return true;
        }
        if (!same) {
            pending.put(name, new Pending(stamp, nowMillis));
        }
        return false;
    }

    private void take(Path path, String name, Stamp stamp) {
        if (stamp.equals(Stamp.GONE)) {
            taken.remove(name);
            entries.remove(name);
            paths.remove(name);
        } else {
            taken.put(name, stamp);
            ConfigFile text = ConfigFile.read(path);
            Map<String, String> values = new LinkedHashMap<>(text.values(encoding));
            values.replaceAll((key, value) -> filledIn(value));
            entries.put(name, new Entry(path, text, values, isSwapped(path)));
        }
    }

    private String filledIn(String value) {
        return VARIABLE.matcher(value).replaceAll(found -> {
            String known = variables.apply(found.group(1));
            return Matcher.quoteReplacement(known == null ? found.group() : known);
        });
    }

    private Map<String, Stamp> stamps(Path present, long nowMillis) throws IOException {
        Listing now = listing(present);
        Listing before = listing;
        boolean settled = nowMillis - now.modified().toMillis() > SAME_TICK.toMillis();
        if (before != null && settled && now.equals(before) && before.onlyLinks() && pending.isEmpty()) {
            return taken;
        }
        if (before == null || !settled || !now.equals(before)) {
            list(present);
        }
        Map<String, Stamp> found = new HashMap<>();
        boolean onlyLinks = now.data() != null;
        for (Map.Entry<String, Path> entry : paths.entrySet()) {
            Stamp stamp = Stamp.of(entry.getValue());
            if (!stamp.equals(Stamp.GONE)) {
                found.put(entry.getKey(), stamp);
                onlyLinks = onlyLinks && isSwapped(entry.getValue());
            }
        }
        listing = new Listing(now.data(), now.modified(), now.key(), onlyLinks);
        return found;
    }

    private Listing listing(Path present) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(present, BasicFileAttributes.class);
        Path data = present.resolve(DATA);
        Path target = Files.isSymbolicLink(data) ? Files.readSymbolicLink(data) : null;
        boolean links = listing != null && listing.onlyLinks();
        return new Listing(target, attributes.lastModifiedTime(), attributes.fileKey(), links);
    }

    private void list(Path present) throws IOException {
        paths.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(present, "[!.]*.cfg")) {
            files.forEach(file -> paths.put(Objects.toString(file.getFileName(), ""), file));
        }
    }
}
