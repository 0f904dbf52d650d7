package io.mistersmith.configuration.internal.files;

import io.mistersmith.configuration.internal.schema.ApplyStrategy;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The .cfg that a plugin's metatype describes: every key with meaning, range and default, without those that every plugin
 * takes.
 *
 * <p>Three lines of header and an empty one, then per key its description, its type, range and default, and the key with its
 * default. A key without a default, or with one that a .cfg would have to escape, is commented out, so that what the file
 * sets is exactly {@link #values}.
 */
public final class DefaultFile {

    private final Schema schema;
    private final String pid;

    public DefaultFile(String pid, Schema schema) {
        this.pid = pid;
        List<Attribute> own = new ArrayList<>(schema.attributes());
        own.removeIf(attribute -> ApplyStrategy.isKey(attribute.id()));
        this.schema = new Schema(schema.id(), schema.name(), schema.description(), own);
    }

    /** What the file sets. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (Attribute attribute : schema.attributes()) {
            String value = attribute.defaultValue();
            if (value != null && isPlain(attribute.id()) && isPlain(value) && !attribute.isSecret()) {
                values.put(attribute.id(), value);
            }
        }
        return values;
    }

    /** The file's text. */
    public String text() {
        Map<String, String> values = values();
        List<String> lines = new ArrayList<>();
        lines.add("# " + (schema.name().isBlank() ? pid : oneLine(schema.name())));
        lines.add("# " + (schema.description().isBlank() ? "Settings of " + pid : oneLine(schema.description())));
        lines.add("# Edit and save; changes take effect while the container runs.");
        for (Attribute attribute : schema.attributes()) {
            lines.add("");
            lines.add("# " + title(attribute));
            lines.add("# " + oneLine(attribute.words()));
            String value = values.get(attribute.id());
            lines.add(value == null ? "#" + attribute.id() + "=" : attribute.id() + "=" + value);
        }
        return String.join("\n", lines) + "\n";
    }

    /**
     * Writes the file unless there is one.
     *
     * @return whether it was written
     */
    public boolean writeIfAbsent(Path file, Charset encoding) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        AtomicFiles.write(file, text().getBytes(encoding), false);
        return true;
    }

    private static String title(Attribute attribute) {
        String name = attribute.name().isBlank() ? attribute.id() : oneLine(attribute.name());
        return attribute.description().isBlank() ? name : name + ": " + oneLine(attribute.description());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** Whether a .cfg reads this text back as it is, without escapes, placeholders or types. */
    private static boolean isPlain(String text) {
        return text.matches(
                "[A-Za-z0-9_./,;@?&%+*<>|~'-]([A-Za-z0-9 _./,;:=@?&%+*<>|~'-]*[A-Za-z0-9_./,;:=@?&%+*<>|~'-])?");
    }
}
