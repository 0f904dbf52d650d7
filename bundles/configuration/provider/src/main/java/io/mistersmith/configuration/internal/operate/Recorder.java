package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.history.History;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps every change of a configuration in the history, without its secrets. Thread-safe. */
public final class Recorder {

    /** A larger file is named in the history, but cannot be brought back. */
    static final int MOST_BYTES = 1 << 20;

    /** Who changes what variables say. */
    static final String ENVIRONMENT = "environment";

    private final History history;
    private final Authors authors;
    private final Charset charset;
    private final BiPredicate<String, String> secret;
    private final Function<Path, String> names;
    private final Above above;

    /** What wins over the file of a PID, by key; only compared, never kept. */
    public record Above(
            Function<String, Map<String, String>> folder, Function<String, Map<String, String>> environment) {}

    /**
     * @param names how a file is called in the history
     * @param secret whether the key of a PID holds what nobody may read
     */
    public Recorder(
            History history,
            Authors authors,
            Charset charset,
            BiPredicate<String, String> secret,
            Function<Path, String> names,
            Above above) {
        this.names = names;
        this.above = above;
        this.history = history;
        this.authors = authors;
        this.charset = charset;
        this.secret = secret;
    }

    /**
     * A PID has these values now.
     *
     * @param settings what was set; null when the PID is gone
     * @param file where they come from; null when they came another way
     * @return the number of the newest revision, 0 when there is none
     */
    public int changed(String pid, @Nullable Map<String, Object> settings, @Nullable Path file) {
        return changed(authors.current(file), pid, settings, file);
    }

    /** As above, by who is known. */
    public int changed(Author known, String pid, @Nullable Map<String, Object> settings, @Nullable Path file) {
        Map<String, String> variables =
                settings == null ? Map.of() : above.environment().apply(pid);
        boolean onlyVariables =
                settings != null && settings.isEmpty() && file == null && known.file() == null && !variables.isEmpty();
        Author author = onlyVariables ? new Author(ENVIRONMENT, "at the start") : known;
        Map<String, Object> compared = settings == null ? null : new TreeMap<>(settings);
        if (compared != null) {
            compared.putAll(above.folder().apply(pid));
            compared.putAll(variables);
        }
        boolean fromFile = file != null && !author.how().equals("Config Admin");
        Path other = author.file();
        String name = other != null ? other.toString() : fromFile ? names.apply(file) : "";
        return history.add(
                pid,
                new History.Change(
                        author.by(), author.how(), name, compared, text(pid, settings, fromFile, file, other)));
    }

    /** What a rollback brings back: of the file of etc/, also where another one was edited. */
    private @Nullable String text(
            String pid,
            @Nullable Map<String, Object> settings,
            boolean fromFile,
            @Nullable Path file,
            @Nullable Path other) {
        if (settings == null || (file == null && other != null)) {
            return null;
        }
        CfgText text = fromFile ? read(file) : rendered(settings);
        return text == null ? null : text.masked(key -> secret.test(pid, key)).text();
    }

    /** Whether variables give a PID values, or did when it was looked at last. */
    public boolean isFromEnvironment(String pid) {
        return !above.environment().apply(pid).isEmpty()
                || history.of(pid).stream()
                        .findFirst()
                        .filter(revision -> revision.by().equals(ENVIRONMENT))
                        .isPresent();
    }

    private @Nullable CfgText read(@Nullable Path file) {
        try {
            return file == null || Files.size(file) > MOST_BYTES ? null : CfgText.of(Files.readAllBytes(file), charset);
        } catch (IOException e) {
            return null; // gone again: the next change says so
        }
    }

    private CfgText rendered(Map<String, Object> settings) {
        CfgText text = CfgText.of("", charset);
        for (Map.Entry<String, Object> entry : new TreeMap<>(settings).entrySet()) {
            text = text.with(entry.getKey(), Shown.value(entry.getValue()));
        }
        return text;
    }
}
