package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The text of a .cfg as it is on disk at this moment. Immutable. */
public final class ConfigFile {

    /** Larger ones are refused without being read. */
    public static final long MAX_BYTES = 1 << 20;

    private static final ConfigFile NONE = new ConfigFile(null, 0);

    private final @Nullable String text;
    private final long tooLarge;
    private final List<String> lines;
    private final List<Setting> settings;

    private ConfigFile(@Nullable String text, long tooLarge) {
        this.text = text;
        this.tooLarge = tooLarge;
        this.lines = text == null ? List.of() : text.lines().toList();
        this.settings = Setting.read(lines).settings();
    }

    /** Of this text. */
    public static ConfigFile of(String text) {
        return new ConfigFile(text, 0);
    }

    /** Reads a file; one that is absent or unreadable has no lines and counts as whole, as does one that is too large. */
    public static ConfigFile read(@Nullable Path path) {
        try {
            if (path == null || !Files.isRegularFile(path)) {
                return NONE;
            }
            if (Files.size(path) > MAX_BYTES) {
                return new ConfigFile(null, Files.size(path));
            }
            try (InputStream stream = Files.newInputStream(path)) {
                byte[] bytes = stream.readNBytes((int) MAX_BYTES);
                // every byte is a character, so that no encoding error hides a line
                return new ConfigFile(new String(bytes, StandardCharsets.ISO_8859_1), 0);
            }
        } catch (IOException e) {
            return NONE;
        }
    }

    /** Every byte as a character. */
    String latin() {
        return text == null ? "" : text;
    }

    /** How many bytes it has, if those are more than {@link #MAX_BYTES}; else 0. */
    long tooLarge() {
        return tooLarge;
    }

    List<Setting> settings() {
        return settings;
    }

    /** What it sets, values in this encoding; of a key that stands there twice, the last value. */
    public Map<String, String> values(Charset encoding) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : settings) {
            byte[] bytes = setting.written().getBytes(StandardCharsets.ISO_8859_1);
            values.put(setting.key(), Escapes.read(new String(bytes, encoding)));
        }
        return values;
    }

    /** Why the file may be half written, as {@code is empty}; null when it looks whole. */
    public @Nullable String partial() {
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            return "is empty";
        }
        return text.endsWith("\n") || text.endsWith("\r")
                ? null
                : "does not end in a newline, so it may be half written";
    }

    /** The number of the last line, from 1. */
    public int lastLine() {
        return lines.size();
    }

    /** The line that sets a key, from 1; when several do, the last one, since that is the one that counts. */
    public OptionalInt lineOf(String key) {
        return settings.stream()
                .filter(setting -> setting.key().equals(key))
                .mapToInt(Setting::line)
                .reduce((before, last) -> last);
    }

    /** The value that begins in a line as it is written, before anything is put in for placeholders. */
    public String valueAt(int line) {
        return settings.stream()
                .filter(setting -> setting.line() == line)
                .findFirst()
                .map(Setting::written)
                .orElse("");
    }
}
