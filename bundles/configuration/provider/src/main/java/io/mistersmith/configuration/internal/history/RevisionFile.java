package io.mistersmith.configuration.internal.history;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A revision as bytes: a line for each field, an empty line, the text. */
final class RevisionFile {

    private RevisionFile() {}

    /** A revision with what tells its values from others. */
    record Stored(Revision revision, Map<String, String> prints) {}

    static byte[] bytes(Revision revision, Map<String, String> prints) {
        String text = revision.text();
        return ("at=" + revision.at() + "\nby=" + line(revision.by()) + "\nhow=" + line(revision.how()) + "\nfile="
                        + line(revision.file()) + "\nkeys=" + joined(revision.keys()) + "\nprints=" + joined(prints)
                        + "\n" + (text == null ? "none=true\n" : "") + "\n" + (text == null ? "" : text))
                .getBytes(StandardCharsets.UTF_8);
    }

    static Stored read(int number, byte[] bytes) {
        String all = new String(bytes, StandardCharsets.UTF_8);
        int end = all.indexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("no header");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        all.substring(0, end).lines().forEach(line -> {
            int separator = line.indexOf('=');
            fields.put(line.substring(0, separator), line.substring(separator + 1));
        });
        Revision revision = new Revision(
                number,
                Instant.parse(fields.getOrDefault("at", "")),
                fields.getOrDefault("by", ""),
                fields.getOrDefault("how", ""),
                fields.getOrDefault("file", ""),
                words(fields.getOrDefault("keys", ""))
                        .map(RevisionFile::decoded)
                        .toList(),
                fields.containsKey("none") ? null : all.substring(end + 2));
        Map<String, String> prints = new LinkedHashMap<>();
        words(fields.getOrDefault("prints", "")).forEach(word -> {
            int separator = word.lastIndexOf(':');
            prints.put(decoded(word.substring(0, separator)), word.substring(separator + 1));
        });
        return new Stored(revision, prints);
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String joined(List<String> keys) {
        return keys.stream().map(RevisionFile::encoded).collect(Collectors.joining(" "));
    }

    private static String joined(Map<String, String> prints) {
        return prints.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + ":" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> words(String text) {
        return text.isEmpty() ? Stream.of() : Stream.of(text.split(" "));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
