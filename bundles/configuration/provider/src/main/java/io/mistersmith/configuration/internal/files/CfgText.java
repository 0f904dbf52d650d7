package io.mistersmith.configuration.internal.files;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a .cfg, key by key, to be changed without touching the rest: comments, order, line ends, continuation lines and
 * bytes of whatever encoding stay. Immutable.
 */
public final class CfgText {

    /** What stands in the place of a secret where the text is kept or shown. */
    public static final String MASK = "***";

    private static final Pattern TYPED = Pattern.compile("(?s)[TILFDXSCBilfdxscb]?(\\[.*]|\\(.*\\)|\".*\")");

    private final String text; // every byte is a character
    private final Charset charset;
    private final List<Entry> entries = new ArrayList<>();

    /** One key's lines without the last line end; the value begins after the separator. */
    private record Entry(String key, int from, int valueFrom, int to) {}

    private CfgText(String text, Charset charset) {
        this.text = text;
        this.charset = charset;
        parse();
    }

    /** Of these bytes, whose values are in this encoding. */
    public static CfgText of(byte[] bytes, Charset charset) {
        return new CfgText(new String(bytes, StandardCharsets.ISO_8859_1), charset);
    }

    /** Of a text. */
    public static CfgText of(String text, Charset charset) {
        return of(text.getBytes(charset), charset);
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text as people read it. */
    public String text() {
        return new String(bytes(), charset);
    }

    /** What it sets, in its order; of a key that stands there twice, the last value. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.key(), value(entry)));
        return values;
    }

    /** Whether its values have types, as {@code I"5"}; a plain value among them would make plain texts of all. */
    public boolean isTyped() {
        return !entries.isEmpty()
                && entries.stream()
                        .allMatch(entry -> TYPED.matcher(value(entry).strip()).matches());
    }

    /**
     * With another value. The line that counts is changed; a new key comes behind its comment-out line, else to the end.
     */
    public CfgText with(String key, String value) {
        String escaped = CfgEscapes.value(value, encoder());
        Entry entry = last(key);
        String eol = lineEnd();
        if (entry != null) {
            boolean bare = entry.valueFrom() == entry.to() && !hasSeparator(entry);
            String changed = text.substring(0, entry.valueFrom())
                    + (bare ? "=" : "")
                    + latin(escaped)
                    + text.substring(entry.to());
            return new CfgText(ended(changed, eol), charset);
        }
        String line = latin(CfgEscapes.key(key, encoder()) + "=" + escaped) + eol;
        String whole = ended(text, eol);
        int at = behindCommentOf(key, whole);
        return new CfgText(whole.substring(0, at) + line + whole.substring(at), charset);
    }

    /** Without a key; its comments stay. */
    public CfgText without(String key) {
        StringBuilder rest = new StringBuilder();
        int from = 0;
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                rest.append(text, from, entry.from());
                from = afterLineEnd(text, entry.to());
            }
        }
        return new CfgText(rest.append(text.substring(from)).toString(), charset);
    }

    /** With {@value #MASK} for the value of each key that is secret, or that holds a password in an address, unless it only says where the secret is. */
    public CfgText masked(Predicate<String> secret) {
        CfgText masked = this;
        for (Map.Entry<String, String> entry : values().entrySet()) {
            String value = entry.getValue().strip();
            boolean reference = value.isEmpty() || value.startsWith("$[") || value.startsWith("${");
            if (!reference && (secret.test(entry.getKey()) || UrlPasswords.isIn(value))) {
                masked = masked.onlyOnce(entry.getKey()).with(entry.getKey(), MASK);
            }
        }
        return masked;
    }

    /** With the secrets of another text where this one is masked; a key that has none there is left out. */
    public CfgText unmasked(@Nullable CfgText other) {
        Map<String, String> known = other == null ? Map.of() : other.values();
        CfgText open = this;
        for (Map.Entry<String, String> entry : values().entrySet()) {
            if (entry.getValue().equals(MASK)) {
                String value = known.get(entry.getKey());
                open = value == null ? open.without(entry.getKey()) : open.with(entry.getKey(), value);
            }
        }
        return open;
    }

    /** Earlier lines of the same key might hold a secret too. */
    private CfgText onlyOnce(String key) {
        List<Entry> same =
                entries.stream().filter(entry -> entry.key().equals(key)).toList();
        if (same.size() < 2) {
            return this;
        }
        Entry first = same.get(0);
        String rest = text.substring(0, first.from()) + text.substring(afterLineEnd(text, first.to()));
        return new CfgText(rest, charset).onlyOnce(key);
    }

    private void parse() {
        int at = text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
        while (at < text.length()) {
            int end = endOfLine(text, at);
            int begin = at;
            while (begin < end && isBlank(text.charAt(begin))) {
                begin++;
            }
            boolean entry = begin < end && text.charAt(begin) != '#' && text.charAt(begin) != '!';
            while (entry && isContinued(begin, end) && afterLineEnd(text, end) < text.length()) {
                end = endOfLine(text, afterLineEnd(text, end));
            }
            if (entry) {
                entries.add(entry(begin, end));
            }
            at = afterLineEnd(text, end);
        }
    }

    private Entry entry(int from, int to) {
        int key = from;
        while (key < to && !isBlank(text.charAt(key)) && text.charAt(key) != '=' && text.charAt(key) != ':') {
            key += text.charAt(key) == '\\' && key + 1 < to ? 2 : 1;
        }
        int value = blanks(key, to);
        if (value < to && (text.charAt(value) == '=' || text.charAt(value) == ':')) {
            value = blanks(value + 1, to);
        }
        return new Entry(Escapes.read(decoded(text.substring(from, key))), from, value, to);
    }

    private int blanks(int from, int to) {
        int at = from;
        while (at < to && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private boolean hasSeparator(Entry entry) {
        String before = text.substring(entry.from(), entry.valueFrom());
        return before.endsWith("=")
                || before.endsWith(":")
                || before.stripTrailing().length() < before.length();
    }

    private boolean isContinued(int from, int end) {
        int backslashes = 0;
        while (end - 1 - backslashes >= from && text.charAt(end - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private @Nullable Entry last(String key) {
        Entry found = null;
        for (Entry entry : entries) {
            found = entry.key().equals(key) ? entry : found;
        }
        return found;
    }

    /** After a line such as {@code #key=}, which says where the key would stand; else the end. */
    private static int behindCommentOf(String key, String whole) {
        var line = Pattern.compile("(?m)^[#!][ \\t]?" + Pattern.quote(key) + "[ \\t]*[=:][^\\r\\n]*(\\r\\n|\\r|\\n)")
                .matcher(whole);
        int at = whole.length();
        while (line.find()) {
            at = line.end();
        }
        return at;
    }

    private String value(Entry entry) {
        return Escapes.read(decoded(
                text.substring(entry.valueFrom(), entry.to()).replaceAll("\\\\(\\r\\n|\\r|\\n)[ \\t\\f]*", "")));
    }

    private String decoded(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), charset);
    }

    private String latin(String encodable) {
        return new String(encodable.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    private CharsetEncoder encoder() {
        return charset.newEncoder();
    }

    private String lineEnd() {
        int end = endOfLine(text, 0);
        return end == text.length() ? "\n" : text.substring(end, afterLineEnd(text, end));
    }

    private static String ended(String text, String eol) {
        return text.isEmpty() || text.endsWith("\n") || text.endsWith("\r") ? text : text + eol;
    }

    private static int endOfLine(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private static int afterLineEnd(String text, int end) {
        if (end >= text.length()) {
            return text.length();
        }
        return text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }
}
