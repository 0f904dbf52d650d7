package io.mistersmith.configuration.internal.files;

/** The escapes of a .cfg, as File Install reads them. */
final class Escapes {

    private static final int DIGITS = 4;

    private Escapes() {}

    /** The text that is meant; an escape that is malformed stays as it is. */
    static String read(String written) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        StringBuilder text = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\' || i + 1 == written.length()) {
                text.append(c);
                continue;
            }
            char escaped = written.charAt(++i);
            if (escaped == 'u' && isCharacter(written, i + 1)) {
                text.append((char) Integer.parseInt(written.substring(i + 1, i + 1 + DIGITS), 16));
                i += DIGITS;
            } else {
                text.append(escaped == 'u' ? "\\u" : String.valueOf(meant(escaped)));
            }
        }
        return text.toString();
    }

    /** Whether a backslash and a u stand without four digits behind them, at which File Install gives up. */
    static boolean isMalformed(String written) {
        for (int i = written.indexOf('\\'); i >= 0 && i + 1 < written.length(); i = written.indexOf('\\', i + 2)) {
            if (written.charAt(i + 1) == 'u' && !isCharacter(written, i + 2)) {
                return true;
            }
        }
        return false;
    }

    private static char meant(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'f' -> '\f';
            case 'b' -> '\b';
            default -> escaped;
        };
    }

    private static boolean isCharacter(String text, int from) {
        if (from + DIGITS > text.length()) {
            return false;
        }
        for (int i = from; i < from + DIGITS; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }
}
