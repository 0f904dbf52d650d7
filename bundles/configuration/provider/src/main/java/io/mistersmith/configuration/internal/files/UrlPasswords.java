package io.mistersmith.configuration.internal.files;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passwords that somebody wrote into an address, in a key that is none for secrets. Hides rather too much than too little. */
public final class UrlPasswords {

    /** {@code //user:password@}, up to the password, which may hold whatever people write; no port. */
    private static final Pattern USER = Pattern.compile("//[^\\s/?#:@]*:(?!\\d{1,5}(?:[/?#,;]|$))");

    /** {@code jdbc:oracle:thin:user/password@}, up to the password. */
    private static final Pattern THIN = Pattern.compile("jdbc\\\\?:[^\\s/@?]*:[^\\s/:@?]*/(?!/)");

    /** An option and all up to the next one. */
    private static final Pattern OPTION = Pattern.compile(
            "([?&;,(\\s])([^=?&;,()\\s]+)(\\s*=)(.*?)(?=[?&;,(\\s][^=?&;,()\\s]+\\s*=|$)", Pattern.DOTALL);

    private static final Pattern REFERENCE = Pattern.compile("\\$\\[[^\\]]*]|\\$\\{[^}]*}");

    private UrlPasswords() {}

    /** The value with {@value CfgText#MASK} for each password in it; where a password is, is none. */
    public static String masked(String value) {
        if (!value.contains("//") && !value.contains("jdbc")) {
            return value;
        }
        String noUsers = upToLastAt(THIN, upToLastAt(USER, value));
        return OPTION.matcher(noUsers).replaceAll(UrlPasswords::option);
    }

    /** Whether there is one. */
    public static boolean isIn(String value) {
        return !masked(value).equals(value);
    }

    private static String upToLastAt(Pattern before, String value) {
        int at = value.lastIndexOf('@');
        Matcher address = before.matcher(value);
        return address.find() && address.end() < at
                ? value.substring(0, address.end()) + hidden(value.substring(address.end(), at)) + value.substring(at)
                : value;
    }

    private static String option(MatchResult option) {
        String value = option.group(4);
        String shown = value.isEmpty() || !soundsSecret(option.group(2)) ? value : hidden(value);
        return Matcher.quoteReplacement(option.group(1) + option.group(2) + option.group(3) + shown);
    }

    private static String hidden(String password) {
        return REFERENCE.matcher(password).matches() ? password : CfgText.MASK;
    }

    private static boolean soundsSecret(String name) {
        String lower;
        try {
            lower = URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return true; // who knows what it says
        }
        return lower.contains("pass")
                || lower.contains("pwd")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("credential")
                || lower.contains("key");
    }
}
