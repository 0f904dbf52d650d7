package io.mistersmith.configuration.internal.files;

import java.util.ArrayList;
import java.util.List;

/**
 * One key's lines in the text of a .cfg.
 *
 * @param line the first of them, from 1
 * @param key as it is read, unescaped
 * @param written the value as it is written, continuation lines joined
 */
record Setting(int line, String key, String written) {

    private static final String BLANKS = " \t\f";

    /** What a text sets; at its end a line that is to be continued, but is not, is lost, as it is for File Install. */
    record Text(List<Setting> settings, int openLine) {

        Text {
            settings = List.copyOf(settings);
        }
    }

    /** Reads lines as File Install does: comments and blank lines do not end a line that is continued. */
    static Text read(List<String> lines) {
        List<Setting> settings = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (isComment(line)) {
                continue;
            }
            boolean continued = isContinued(line);
            first = first == 0 ? i + 1 : first;
            joined.append(line, blanksIn(line), line.length() - (continued ? 1 : 0));
            if (!continued) {
                settings.add(of(first, joined.toString()));
                joined.setLength(0);
                first = 0;
            }
        }
        return new Text(settings, first);
    }

    /** The value as it is read. */
    String value() {
        return Escapes.read(written);
    }

    private static Setting of(int number, String line) {
        int end = 0;
        while (end < line.length() && BLANKS.indexOf(line.charAt(end)) < 0 && !isSeparator(line, end)) {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, line.length());
        int value = skipBlanks(line, end);
        if (value < line.length() && isSeparator(line, value)) {
            value = skipBlanks(line, value + 1);
        }
        return new Setting(number, Escapes.read(line.substring(0, end)), line.substring(value));
    }

    private static boolean isSeparator(String line, int at) {
        return line.charAt(at) == '=' || line.charAt(at) == ':';
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && BLANKS.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** How many blanks a line begins with; of none but blanks, not the last, which a backslash has made one. */
    private static int blanksIn(String line) {
        int at = skipBlanks(line, 0);
        return isContinued(line) ? Math.min(at, line.length() - 1) : at;
    }

    private static boolean isComment(String line) {
        String text = line.trim();
        return text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!';
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
