package io.mistersmith.configuration.internal.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges the text of a .cfg before anybody takes values out of it: whether it is text, in the right encoding, and what File
 * Install would stumble over, or misread without a word. Thread-safe.
 *
 * <p>Of many faults the first {@link #MOST} are told. The last line is left out while it has no end, since it may be half
 * written.
 */
public final class TextJudge {

    /** How many faults of one file are told. */
    static final int MOST = 20;

    /** A value as the .config form writes it; File Install takes it for one only if all values of the file are. */
    private static final Pattern TYPED = Pattern.compile("(?s)[TILFDXSCBilfdxscb](\\[.*]|\\(.*\\)|\".*\")");

    private static final Pattern MAYBE_TYPED = Pattern.compile("(?s)[TILFDXSCBilfdxscb]?(\\[.*]|\\{.*}|\".*\")");

    private final Charset charset;
    private final Function<String, @Nullable String> outside;

    /**
     * @param charset as File Install reads files
     * @param outside variables that are set elsewhere than in the file, null for those that are not
     */
    public TextJudge(Charset charset, Function<String, @Nullable String> outside) {
        this.charset = charset;
        this.outside = outside;
    }

    /** What the file is refused for; empty when its values may be looked at. */
    public List<TextFault> faults(ConfigFile file) {
        if (file.tooLarge() > 0) {
            return List.of(new TextFault(
                    0, "has " + file.tooLarge() + " bytes, more than the " + ConfigFile.MAX_BYTES + " allowed"));
        }
        String whole = wholeLines(file.latin());
        TextFault foreign = foreign(whole);
        if (foreign != null) {
            return List.of(foreign);
        }
        Setting.Text text = Setting.read(decoded(whole).lines().toList());
        List<TextFault> faults = new ArrayList<>();
        malformed(text, faults);
        variables(text, faults);
        if (text.openLine() > 0) {
            faults.add(new TextFault(text.openLine(), "ends in a backslash, but no line follows"));
        }
        return first(faults);
    }

    /** What a file sets that is not refused, with variables put in as File Install does. */
    public Map<String, String> values(ConfigFile file) {
        Map<String, String> values = new LinkedHashMap<>(file.values(charset));
        Variables variables = new Variables(values, outside);
        Map<String, String> filled = new LinkedHashMap<>();
        values.keySet().forEach(key -> filled.put(key, variables.filledIn(key)));
        return filled;
    }

    /** Lines that have no effect, since a later one sets the same key. */
    public List<TextFault> duplicates(ConfigFile file) {
        List<TextFault> duplicates = new ArrayList<>();
        Map<String, Setting> last = new HashMap<>();
        for (Setting setting : file.settings()) {
            Setting before = last.put(setting.key(), setting);
            if (before != null) {
                duplicates.add(new TextFault(
                        before.line(),
                        before.key(),
                        before.written(),
                        "is set again in line " + setting.line() + ", which counts",
                        false));
            }
        }
        return first(duplicates);
    }

    /** Without a last line that has no end. */
    private static String wholeLines(String text) {
        int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
        return text.substring(0, end + 1);
    }

    /** What shows that it is no text in this encoding. */
    private @Nullable TextFault foreign(String latin) {
        if (latin.startsWith("\u00FF\u00FE") || latin.startsWith("\u00FE\u00FF")) {
            return new TextFault(1, "begins as UTF-16; save it as " + charset);
        }
        if (latin.startsWith("\u00EF\u00BB\u00BF")) {
            return new TextFault(1, "begins with a byte order mark; save it without");
        }
        if (latin.startsWith("<")) {
            return new TextFault(1, "", "", "is XML, not lines of key=value", true);
        }
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            if ((c < ' ' && "\t\n\r\f".indexOf(c) < 0) || c == 0x7f) {
                return new TextFault(lineAt(latin, i), "has the control character " + hex(c) + ", so it is no text");
            }
        }
        int bad = undecodable(latin);
        return bad < 0
                ? null
                : new TextFault(
                        lineAt(latin, bad), "is not " + charset + ": byte " + hex(latin.charAt(bad)) + " fits nothing");
    }

    private int undecodable(String latin) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(latin.getBytes(StandardCharsets.ISO_8859_1));
        CharBuffer characters = CharBuffer.allocate(latin.length() + 1);
        CoderResult result = decoder.decode(bytes, characters, true);
        return result.isError() ? bytes.position() : -1;
    }

    private static void malformed(Setting.Text text, List<TextFault> faults) {
        Map<String, Setting> byLowerCase = new HashMap<>();
        boolean typed = text.settings().stream()
                .allMatch(s -> MAYBE_TYPED.matcher(s.written().strip()).matches());
        for (Setting setting : text.settings()) {
            String reason = null;
            boolean unreadable = true;
            Setting other = byLowerCase.put(setting.key().toLowerCase(Locale.ROOT), setting);
            if (Escapes.isMalformed(setting.written()) || setting.key().contains("\\u")) {
                reason = "has an escape \\u without four hexadecimal digits";
            } else if (setting.key().isEmpty()) {
                faults.add(new TextFault(setting.line(), "", "", "has no key", true));
            } else if (other != null && !other.key().equals(setting.key())) {
                reason = "differs in case only from " + other.key() + " in line " + other.line();
            } else if (!typed && TYPED.matcher(setting.written().strip()).matches()) {
                reason = "is written as in a .config; write the plain value";
                unreadable = false;
            }
            if (reason != null) {
                faults.add(new TextFault(setting.line(), setting.key(), setting.written(), reason, unreadable));
            }
        }
    }

    private void variables(Setting.Text text, List<TextFault> faults) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Setting> last = new HashMap<>();
        for (Setting setting : text.settings()) {
            values.put(setting.key(), setting.value());
            last.put(setting.key(), setting);
        }
        Variables variables = new Variables(values, outside);
        for (Map.Entry<String, Setting> entry : last.entrySet()) {
            if (faults.size() > MOST) {
                return;
            }
            Variables.Fault fault = variables.faultOf(entry.getKey());
            Setting setting = entry.getValue();
            if (fault != null) {
                faults.add(new TextFault(
                        setting.line(), setting.key(), setting.written(), fault.reason(), fault.unreadable()));
            }
        }
    }

    private String decoded(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), charset);
    }

    private static List<TextFault> first(List<TextFault> faults) {
        return faults.stream()
                .sorted((a, b) -> Integer.compare(a.line(), b.line()))
                .limit(MOST)
                .toList();
    }

    private static int lineAt(String text, int index) {
        return (int) text.substring(0, index + 1).lines().count();
    }

    private static String hex(char c) {
        return String.format(Locale.ROOT, "0x%02X", (int) c);
    }
}
