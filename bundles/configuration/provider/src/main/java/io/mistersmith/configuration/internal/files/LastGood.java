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
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last values of each PID that passed the checks, on disk, so that a file that is bad at start does not bring the
 * defaults back. Only the owner may read them; secrets are not handed in.
 *
 * <p>A value is a string or a list of strings. A folder that cannot be written costs the memory over a restart, never a
 * change of configuration.
 */
public final class LastGood {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final char TEXT = '=';
    private static final char LIST = '[';

    private final Path folder;

    public LastGood(Path folder) {
        this.folder = folder;
    }

    /** The values of a PID; null when there are none. */
    public @Nullable Map<String, Object> load(String pid) {
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

    /** Forgets a PID. */
    public void delete(String pid) {
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
