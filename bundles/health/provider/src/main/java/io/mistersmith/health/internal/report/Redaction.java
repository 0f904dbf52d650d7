package io.mistersmith.health.internal.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts: values of keys that sound secret, credentials in addresses, bearer tokens, and every value that
 * is known to be a secret wherever else it stands. Better one value too many than one too few. For one thread.
 */
public final class Redaction {

    static final String MASK = "***";

    private static final int SHORTEST_SECRET = 6;
    private static final String SECRET_WORD = "(?:pass|pwd|secret|token|credential|key|auth)";
    private static final Pattern SETTING = Pattern.compile("^(\\s*)([^#!=:\\s][^=:\\s]*)(\\s*[=:]\\s*)(.*)$");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?i)([\\w.\\-]*" + SECRET_WORD + "[\\w.\\-]*\"?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,;&\"']+)");
    private static final Pattern SECRET_KEY = Pattern.compile(SECRET_WORD);
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(Bearer|Basic)\\s+[A-Za-z0-9+/=._~\\-]{6,}");
    private static final Pattern ADDRESS = Pattern.compile("(\\w+://)[^/\\s:@]+:[^/\\s@]+@");

    private final Set<String> secrets = new LinkedHashSet<>();

    /** Values that must not be shown anywhere, such as the content of a file of secrets. */
    public void add(Collection<String> values) {
        values.stream()
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .forEach(secrets::add);
    }

    /** Remembers the secrets of a configuration file, so that they are taken out of other texts too. */
    public void learn(List<String> lines) {
        for (String line : joined(lines)) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches() && soundsSecret(setting.group(2))) {
                add(List.of(setting.group(4)));
                add(meant(setting.group(4)));
            }
        }
    }

    /** What is meant by a value as it is written: without quotes as in a .config, and without backslashes. */
    private static List<String> meant(String written) {
        List<String> values = new ArrayList<>(List.of(ESCAPED.matcher(written).replaceAll("$1")));
        QUOTED.matcher(written)
                .results()
                .map(found -> ESCAPED.matcher(found.group(1)).replaceAll("$1"))
                .forEach(values::add);
        return values;
    }

    /** A configuration file: its lines, with continuations joined, without the values of keys that sound secret. */
    public List<String> settings(List<String> lines) {
        return joined(lines).stream().map(this::setting).toList();
    }

    /** Any other text. */
    public String text(String text) {
        String open = BEARER.matcher(text).replaceAll("$1 " + MASK); // first: what follows masks one word only
        open = IN_TEXT.matcher(open).replaceAll("$1" + MASK);
        open = ADDRESS.matcher(open).replaceAll("$1" + MASK + "@");
        for (String secret : secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            open = open.replace(secret, MASK);
        }
        return open;
    }

    private String setting(String line) {
        Matcher setting = SETTING.matcher(line);
        if (setting.matches()
                && soundsSecret(setting.group(2))
                && !setting.group(4).isEmpty()) {
            return setting.group(1) + setting.group(2) + setting.group(3) + MASK;
        }
        return text(line); // comments too: a password that was commented out is still one
    }

    /** Whether a key of this name has a value that is nobody's business. */
    static boolean soundsSecret(String key) {
        return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    private static List<String> joined(List<String> lines) {
        List<String> whole = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : lines) {
            boolean goesOn = line.endsWith("\\") && !line.endsWith("\\\\");
            String part = goesOn ? line.substring(0, line.length() - 1) : line;
            open.append(open.isEmpty() ? part : part.stripLeading());
            if (!goesOn) {
                whole.add(open.toString());
                open.setLength(0);
            }
        }
        if (!open.isEmpty()) {
            whole.add(open.toString());
        }
        return whole;
    }
}
