package io.mistersmith.configuration.internal.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The text of a .cfg as it is on disk at this moment. Immutable. */
public final class ConfigFile {

    /** Larger ones are not looked into: a line number is not worth the memory. */
    private static final long MAX_BYTES = 1 << 20;

    private static final ConfigFile NONE = new ConfigFile(null);

    private final @Nullable String text;
    private final List<String> lines;

    private ConfigFile(@Nullable String text) {
        this.text = text;
        this.lines = text == null ? List.of() : text.lines().toList();
    }

    /** Of this text. */
    static ConfigFile of(String text) {
        return new ConfigFile(text);
    }

    /** Reads a file; one that is absent, unreadable or huge has no lines and counts as whole. */
    public static ConfigFile read(@Nullable Path path) {
        try {
            if (path == null || !Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
                return NONE;
            }
            // every byte is a character, so that no encoding error hides a line
            return new ConfigFile(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return NONE;
        }
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
        int found = 0;
        boolean continued = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripLeading();
            if (continued) {
                continued = isContinued(line);
            } else if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != '!') {
                continued = isContinued(line);
                if (keyIn(line).equals(key)) {
                    found = i + 1;
                }
            }
        }
        return found == 0 ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** What stands behind the separator in a line, before anything is put in for placeholders. */
    public String valueAt(int line) {
        String text = lines.get(line - 1).stripLeading();
        int at = separator(text);
        String rest = text.substring(at).stripLeading();
        return rest.startsWith("=") || rest.startsWith(":") ? rest.substring(1).stripLeading() : rest;
    }

    private static String keyIn(String line) {
        return line.substring(0, separator(line)).replace("\\", "");
    }

    private static int separator(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '=' || c == ':' || c == ' ' || c == '\t' || c == '\f') {
                return i;
            }
        }
        return line.length();
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
