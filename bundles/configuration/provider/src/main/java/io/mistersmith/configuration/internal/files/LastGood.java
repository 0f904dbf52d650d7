package io.mistersmith.configuration.internal.files;

import io.mistersmith.configuration.internal.schema.Texts;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last values of each PID that passed the checks, on disk, so that a file that is bad at start does not bring the
 * defaults back. Only the owner may read them; secrets are not handed in. Thread-safe.
 *
 * <p>A value is a string or a list of strings. A folder that cannot be written costs the memory over a restart, never a
 * change of configuration. Nobody who changes one waits for the disk: what is to be written is written a moment later, of
 * several changes of a PID the last. A file is old or new at every moment; a kill may leave the old ones.
 */
public final class LastGood implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final char TEXT = '=';
    private static final char LIST = '[';

    /** How long files are written before others have their turn. */
    private static final long TURN_NANOS = 25_000_000;

    private final Path folder;
    private final Executor later;
    private final Executor next;
    private final Map<String, Optional<Map<String, Object>>> unwritten = new LinkedHashMap<>(); // guarded by itself

    /** Held while files are written. */
    private final Object disk = new Object();

    private boolean closed; // guarded by unwritten

    /**
     * @param later runs work a moment later, on one thread; what it drops is written by {@link #close}
     * @param next runs work on that thread after what waits for it already
     */
    public LastGood(Path folder, Executor later, Executor next) {
        this.folder = folder;
        this.later = later;
        this.next = next;
    }

    /** The values of a PID; null when there are none. */
    public @Nullable Map<String, Object> load(String pid) {
        synchronized (unwritten) {
            Optional<Map<String, Object>> values = unwritten.get(pid);
            if (values != null) {
                return values.map(LinkedHashMap::new).orElse(null);
            }
        }
        return read(pid);
    }

    private @Nullable Map<String, Object> read(String pid) {
        Path file = file(pid);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Properties stored = new Properties();
            stored.load(new StringReader(Files.readString(file)));
            Map<String, Object> values = new LinkedHashMap<>();
            for (String key : stored.stringPropertyNames()) {
                String value = stored.getProperty(key);
                boolean list = !value.isEmpty() && value.charAt(0) == LIST;
                values.put(key, list ? Texts.split(value.substring(1)) : value.substring(Math.min(1, value.length())));
            }
            return values;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} cannot be read, so the last good values of {} are not known", file, pid, e);
            return null;
        }
    }

    /** Keeps these values. */
    public void save(String pid, Map<String, Object> values) {
        add(pid, Optional.of(Map.copyOf(values)));
    }

    /** Forgets a PID. */
    public void delete(String pid) {
        add(pid, Optional.empty());
    }

    /** Writes what is not written yet; from now on nothing is written later. */
    @Override
    public void close() {
        synchronized (unwritten) {
            closed = true;
        }
        write(Long.MAX_VALUE);
    }

    private void add(String pid, Optional<Map<String, Object>> values) {
        boolean first;
        boolean now;
        synchronized (unwritten) {
            first = unwritten.isEmpty();
            unwritten.put(pid, values);
            now = closed;
        }
        if (now) {
            write(Long.MAX_VALUE);
        } else if (first) {
            later.execute(this::turn);
        }
    }

    private void turn() {
        if (!write(TURN_NANOS)) {
            next.execute(this::turn);
        }
    }

    /** Writes for so long; whether that was all. */
    private boolean write(long nanos) {
        long began = System.nanoTime();
        synchronized (disk) {
            for (Map.Entry<String, Optional<Map<String, Object>>> next = next(); next != null; next = next()) {
                if (System.nanoTime() - began > nanos) {
                    return false;
                }
                String pid = next.getKey();
                try {
                    next.getValue().ifPresentOrElse(values -> write(pid, values), () -> erase(pid));
                } finally {
                    synchronized (unwritten) {
                        unwritten.remove(pid, next.getValue());
                    }
                }
            }
            return true;
        }
    }

    private Map.@Nullable Entry<String, Optional<Map<String, Object>>> next() {
        synchronized (unwritten) {
            return unwritten.isEmpty()
                    ? null
                    : Map.Entry.copyOf(unwritten.entrySet().iterator().next());
        }
    }

    private void write(String pid, Map<String, Object> values) {
        Properties stored = new Properties();
        new TreeMap<>(values)
                .forEach((key, value) -> stored.setProperty(
                        key,
                        value instanceof List<?> list
                                ? LIST
                                        + Texts.join(list.stream()
                                                .map(String::valueOf)
                                                .toList())
                                : TEXT + value.toString()));
        try {
            AtomicFiles.ownerFolder(folder);
            StringWriter text = new StringWriter();
            stored.store(text, "Last good values of " + pid + "; kept by the configuration guard, not to be edited");
            AtomicFiles.write(file(pid), text.toString().getBytes(StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so a restart with a bad file brings the defaults of {}", file(pid), pid, e);
        }
    }

    private void erase(String pid) {
        try {
            Files.deleteIfExists(file(pid));
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", file(pid), e);
        }
    }

    private Path file(String pid) {
        return folder.resolve(URLEncoder.encode(pid, StandardCharsets.UTF_8) + ".properties");
    }
}
