package io.mistersmith.configuration.internal.files;

import io.mistersmith.configuration.internal.schema.Texts;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last values of each PID that passed the checks, on disk, so that a file that is bad at start does not bring the
 * defaults back. Only the owner may read them; secrets are not handed in. Thread-safe.
 *
 * <p>A value is a string or a list of strings. A folder that cannot be written costs the memory over a restart, never a
 * change of configuration. All are in one file, written a moment after the first change, so that many changes cost one wait
 * for the disk, and nobody who changes one waits. The file is old or new at every moment; a kill may leave the old one.
 */
public final class LastGood implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final String TITLE = "# Last good values; kept by the configuration guard, not to be edited\n";

    /** Before the values of each PID; no line of properties begins so. */
    private static final String PID = "#pid ";

    private static final char TEXT = '=';
    private static final char LIST = '[';

    private final Path folder;
    private final Path file;
    private final Executor later;

    /** By PID, as properties; null before the first question. */
    private @Nullable Map<String, String> texts; // guarded by this

    private boolean unwritten; // guarded by this
    private boolean closed; // guarded by this

    /** Held while the file is written. */
    private final Object disk = new Object();

    /**
     * @param folder where the file is
     * @param later runs work a moment later; what it drops is written by {@link #close}
     */
    public LastGood(Path folder, Executor later) {
        this.folder = folder;
        this.file = folder.resolve("values.properties");
        this.later = later;
    }

    /** The values of a PID; null when there are none. */
    public @Nullable Map<String, Object> load(String pid) {
        String text;
        synchronized (this) {
            text = texts().get(pid);
        }
        try {
            return text == null ? null : values(text);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} is damaged, so the last good values of {} are not known", file, pid, e);
            return null;
        }
    }

    /** Keeps these values. */
    public void save(String pid, Map<String, Object> values) {
        String text = text(values);
        synchronized (this) {
            if (text.equals(texts().put(pid, text))) {
                return;
            }
        }
        changed();
    }

    /** Forgets a PID. */
    public void delete(String pid) {
        synchronized (this) {
            if (texts().remove(pid) == null) {
                return;
            }
        }
        changed();
    }

    /** Writes what is not written yet; from now on nothing is written later. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        write();
    }

    private void changed() {
        boolean first;
        boolean now;
        synchronized (this) {
            first = !unwritten;
            now = closed;
            unwritten = true;
        }
        if (now) {
            write();
        } else if (first) {
            later.execute(this::write);
        }
    }

    private void write() {
        synchronized (disk) {
            String all;
            synchronized (this) {
                if (!unwritten) {
                    return;
                }
                unwritten = false;
                all = texts().entrySet().stream()
                        .map(one ->
                                PID + URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8) + "\n" + one.getValue())
                        .collect(Collectors.joining("", TITLE, ""));
            }
            try {
                AtomicFiles.ownerFolder(folder);
                AtomicFiles.write(file, all.getBytes(StandardCharsets.UTF_8), true);
            } catch (IOException e) {
                LOG.warn(
                        "{} cannot be written, so a restart with a bad file brings older values, or defaults", file, e);
            }
        }
    }

    private Map<String, String> texts() {
        Map<String, String> known = texts;
        if (known == null) {
            known = read();
            texts = known;
        }
        return known;
    }

    private Map<String, String> read() {
        Map<String, String> read = new TreeMap<>();
        if (!Files.isRegularFile(file)) {
            return read;
        }
        try {
            String pid = null;
            for (String line : Files.readString(file).lines().toList()) {
                if (line.startsWith(PID)) {
                    pid = URLDecoder.decode(line.substring(PID.length()), StandardCharsets.UTF_8);
                    read.put(pid, "");
                } else if (pid != null) {
                    read.merge(pid, line + "\n", String::concat);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} cannot be read, so the last good values are not known", file, e);
        }
        return read;
    }

    private static Map<String, Object> values(String text) {
        Properties stored = new Properties();
        try {
            stored.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is none in a string
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key : stored.stringPropertyNames()) {
            String value = stored.getProperty(key);
            boolean list = !value.isEmpty() && value.charAt(0) == LIST;
            values.put(key, list ? Texts.split(value.substring(1)) : value.substring(Math.min(1, value.length())));
        }
        return values;
    }

    private static String text(Map<String, Object> values) {
        Properties stored = new Properties();
        values.forEach((key, value) -> stored.setProperty(
                key,
                value instanceof List<?> list
                        ? LIST + Texts.join(list.stream().map(String::valueOf).toList())
                        : TEXT + value.toString()));
        StringWriter text = new StringWriter();
        try {
            stored.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is none in a string
        }
        // in an order that stays, and without the date
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
