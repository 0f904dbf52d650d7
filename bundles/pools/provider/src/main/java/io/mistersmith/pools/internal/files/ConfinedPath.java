package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.PathRefusedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The path of a file below a root, as names one below the other.
 *
 * @param text the names with slashes between them
 * @param names at least one; each is a plain name
 */
record ConfinedPath(String text, List<Path> names) {

    /** As many bytes as Linux takes for a path, and then some characters are longer. */
    private static final int LONGEST = 4_096;

    /** What somebody may decode after us, and would then lead elsewhere: dot, slash, backslash, NUL and percent. */
    private static final Pattern ENCODED = Pattern.compile("%(2e|2f|5c|00|25)", Pattern.CASE_INSENSITIVE);

    /** Keeps a copy of the names. */
    ConfinedPath {
        names = List.copyOf(names);
    }

    /**
     * Takes a path apart.
     *
     * @throws PathRefusedException if it is absolute, empty, too long, has {@code .}, {@code ..} or an empty name in it, a
     *     backslash, a control character, or one of these percent-encoded
     */
    static ConfinedPath of(String pool, String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw refused(pool, text, text.isEmpty() ? "it is empty" : "it is longer than " + LONGEST + " characters");
        }
        if (text.startsWith("/")) {
            throw refused(pool, text, "it is absolute; name the file relative to the pool's folder");
        }
        if (text.indexOf('\\') >= 0 || text.chars().anyMatch(Character::isISOControl)) {
            throw refused(pool, text, "it holds a backslash or a control character");
        }
        if (ENCODED.matcher(text).find()) {
            throw refused(pool, text, "it is percent-encoded; decode it first");
        }
        List<Path> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw refused(pool, text, "\"" + name + "\" in it is no name of a file or folder");
            }
            try {
                names.add(Path.of(name));
            } catch (InvalidPathException e) {
                throw refused(pool, text, "the file system knows no such name: " + e.getReason());
            }
        }
        return new ConfinedPath(text, names);
    }

    /** The folders on the way, outermost first. */
    List<Path> folders() {
        return names.subList(0, names.size() - 1);
    }

    /** The name of the file in the last of them. */
    Path file() {
        return names.get(names.size() - 1);
    }

    private static PathRefusedException refused(String pool, String text, String why) {
        return new PathRefusedException(pool, text, why);
    }
}
