package io.mistersmith.framework;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes files for {@link io.mistersmith.framework.corpus.CorpusConfig}, good and bad, the same for the same seed. Comments,
 * order, line ends and blank lines differ from file to file.
 */
final class GeneratedFiles {

    /** What is wrong with a file. */
    enum Wrong {
        TYPO,
        TYPE,
        RANGE,
        LARGE_NUMBER,
        NO_VALUE,
        OPTION,
        NOT_UTF8,
        BYTE_ORDER_MARK,
        UTF16,
        BINARY,
        CONTROL_CHARACTER,
        TEN_MEGABYTES,
        EMPTY,
        NO_NEWLINE,
        CIRCLE,
        OWN_CIRCLE,
        GROWTH,
        UNSET_VARIABLE,
        UNSET_ENVIRONMENT,
        UNSET_SECRET,
        BAD_ESCAPE,
        SHORT_ESCAPE,
        OPEN_CONTINUATION,
        TWINS_IN_CASE,
        NO_KEY,
        TYPED_VALUE,
        XML,
        MISSING_KEY,
        LATER_DUPLICATE,
        CONTINUED_VALUE;

        /** Whether it is held first, since it may be half written. */
        boolean isHeld() {
            return this == EMPTY || this == NO_NEWLINE;
        }
    }

    /** What is odd about a file that is right. */
    enum Right {
        PLAIN,
        CRLF,
        CR,
        COLONS,
        BLANKS,
        UMLAUTS,
        ESCAPES,
        CONTINUED,
        VARIABLES,
        DEFAULT_OF_VARIABLE,
        ALL_TYPED,
        DUPLICATE,
        UNKNOWN_KEY,
        OTHER_CASE,
        VANISHED
    }

    /**
     * A file and what is to become of it.
     *
     * @param latin its bytes as characters
     * @param line of the problem; -1 when there is none
     * @param reason part of what the problem says
     * @param inForce when it is taken
     */
    record File(String kind, String latin, int line, String key, String reason, String inForce) {

        File(String kind, byte[] content, int line, String key, String reason, String inForce) {
            this(kind, new String(content, StandardCharsets.ISO_8859_1), line, key, reason, inForce);
        }

        byte[] content() {
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final Random random;

    GeneratedFiles(long seed) {
        this.random = new Random(seed);
    }

    /** The lines of one file. */
    private final class Lines {
        final List<String> lines = new ArrayList<>();
        String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        Charset charset = StandardCharsets.UTF_8;

        Lines(int window) {
            lines.addAll(List.of(
                    "url=http://host-" + random.nextInt(1_000) + "/",
                    "window=" + window,
                    "timeout.ms=" + (1 + random.nextInt(60_000)),
                    "ratio=0." + random.nextInt(100),
                    "live=" + random.nextBoolean(),
                    "mode=SAFE",
                    "host=h" + window,
                    "names=x,y"));
            Collections.shuffle(lines, random);
            for (int i = random.nextInt(12); i > 0; i--) {
                String other = List.of("", "# comment = 5", "! ${nothing} \\uZZZZ", "   ", "#window=5oo")
                        .get(random.nextInt(5));
                lines.add(random.nextInt(lines.size()), other);
            }
        }

        int of(String key) {
            return 1
                    + IntStream.range(0, lines.size())
                            .filter(i -> lines.get(i).startsWith(key + "="))
                            .findFirst()
                            .orElseThrow();
        }

        /** Puts a line in the place of the one of a key. */
        int set(String key, String line) {
            int number = of(key);
            lines.set(number - 1, line);
            return number;
        }

        int add(String line) {
            lines.add(line);
            return lines.size();
        }

        byte[] bytes() {
            return (String.join(end, lines) + end).getBytes(charset);
        }
    }

    /** A file whose values are taken. */
    File right(Right what, int window) {
        Lines file = new Lines(window);
        String inForce = window + " SAFE h" + window + " x,y";
        int line = -1;
        String key = "";
        String reason = "";
        switch (what) {
            case PLAIN -> file.end = "\n";
            case CRLF -> file.end = "\r\n";
            case CR -> file.end = "\r";
            case COLONS -> file.lines.replaceAll(l -> l.startsWith("#") ? l : l.replaceFirst("=", " : "));
            case BLANKS -> file.lines.replaceAll(l -> l.startsWith("#") ? l : "  " + l.replaceFirst("=", "\t "));
            case UMLAUTS -> {
                file.set("host", "host=gr\u00FC\u00DF-\u4E16");
                inForce = window + " SAFE gr\u00FC\u00DF-\u4E16 x,y";
            }
            case ESCAPES -> {
                file.set("host", "host=gr\\u00FC\\u00df\\:1");
                inForce = window + " SAFE gr\u00FC\u00DF:1 x,y";
            }
            case CONTINUED -> {
                int at = file.of("names");
                file.set("names", "names=x,\\");
                file.lines.add(at, "   y,\\");
                file.lines.add(at + 1, "z");
                inForce = window + " SAFE h" + window + " x,y,z";
            }
            case VARIABLES -> {
                file.set("host", "host=${mode}-${window}");
                inForce = window + " SAFE SAFE-" + window + " x,y";
            }
            case DEFAULT_OF_VARIABLE -> {
                file.set("host", "host=${nothing.of.that.name:-here}");
                inForce = window + " SAFE here x,y";
            }
            case ALL_TYPED -> file.lines.replaceAll(GeneratedFiles::typed);
            case DUPLICATE -> {
                line = file.of("window");
                file.set("window", "window=3");
                int counts = file.add("window=" + window);
                key = "window";
                reason = "is set again in line " + counts + ", which counts";
            }
            case UNKNOWN_KEY -> {
                line = file.add("windw=5");
                key = "windw";
                reason = "is not a known key; did you mean window?";
            }
            case OTHER_CASE -> {
                line = file.set("host", "HOST=there");
                key = "HOST";
                reason = "is not a known key; did you mean host?";
                inForce = window + " SAFE localhost x,y";
            }
            case VANISHED -> {
                file.set("window", "");
                file.set("host", "");
                inForce = "10 SAFE localhost x,y";
            }
        }
        return new File("" + what, file.bytes(), line, key, reason, inForce);
    }

    /** A file of which nothing is taken. */
    File wrong(Wrong what) {
        Lines file = new Lines(99);
        int n = random.nextInt(900);
        return switch (what) {
            case TYPO -> at(what, file, "window", "window=" + n + "o", "is not a whole number 1..100");
            case TYPE -> at(what, file, "live", "live=perhaps", "is not true or false");
            case RANGE -> at(what, file, "window", "window=" + (101 + n), "is not a whole number 1..100");
            case LARGE_NUMBER ->
                at(what, file, "timeout.ms", "timeout.ms=9" + "0".repeat(20 + n), "is not a whole number 1..60000");
            case NO_VALUE -> at(what, file, "window", "window=", "is not a whole number 1..100");
            case OPTION -> at(what, file, "mode", "mode=fast", "is not one of FAST, SAFE");
            case NOT_UTF8 -> {
                file.charset = StandardCharsets.ISO_8859_1;
                yield at(what, file, "host", "host=gr\u00FC\u00DF", "", "is not UTF-8: byte 0xFC fits nothing");
            }
            case BYTE_ORDER_MARK -> {
                file.lines.set(0, "\uFEFF" + file.lines.get(0));
                yield whole(what, file.bytes(), 1, "begins with a byte order mark");
            }
            case UTF16 -> {
                file.charset = StandardCharsets.UTF_16;
                yield whole(what, file.bytes(), 1, "begins as UTF-16");
            }
            case BINARY -> {
                byte[] noise = new byte[4_096];
                random.nextBytes(noise);
                noise[0] = 'a';
                noise[1] = 0;
                noise[noise.length - 1] = '\n';
                yield whole(what, noise, 1, "has the control character 0x00");
            }
            case CONTROL_CHARACTER ->
                at(what, file, "host", "host=a" + (char) (1 + n % 8), "", "has the control character 0x0");
            case TEN_MEGABYTES -> whole(what, large(file), 0, "bytes, more than the 1048576 allowed");
            case EMPTY -> whole(what, new byte[0], 0, "is empty");
            case NO_NEWLINE -> {
                file.end = "\n";
                byte[] bytes = file.bytes();
                int last = file.lines.size();
                yield whole(what, Arrays.copyOf(bytes, bytes.length - 1), last, "does not end in a newline");
            }
            case CIRCLE -> {
                int first = file.add("one=${two}");
                file.add("two=${three}");
                file.add("three=${one}");
                yield new File("" + what, file.bytes(), first, "one", "leads back to itself: one, two, three, one", "");
            }
            case OWN_CIRCLE -> at(what, file, "host", "host=x${host}", "leads back to itself: host, host");
            case GROWTH -> {
                int first = file.add("g0=${g1}${g1}");
                for (int i = 1; i < 60; i++) {
                    file.add("g" + i + "=${g" + (i + 1) + "}${g" + (i + 1) + "}");
                }
                file.add("g60=0123456789");
                yield new File("" + what, file.bytes(), first, "g0", "uses of variables", "");
            }
            case UNSET_VARIABLE -> at(what, file, "host", "host=a${no.such." + n + "}b", "which nothing sets");
            case UNSET_ENVIRONMENT -> at(what, file, "host", "host=$[env:NO_SUCH_" + n + "]", "which nothing sets");
            case UNSET_SECRET -> {
                int line = file.add("token=$[secret:no.such." + n + "]");
                yield new File("" + what, file.bytes(), line, "token", "names the secret no.such." + n, "");
            }
            case BAD_ESCAPE -> at(what, file, "host", "host=\\uZZ" + n, "has an escape \\u without");
            case SHORT_ESCAPE -> at(what, file, "host", "host=\\u12", "has an escape \\u without");
            case OPEN_CONTINUATION ->
                whole(
                        what,
                        (String.join("\n", file.lines) + "\nlast=\\\n").getBytes(StandardCharsets.UTF_8),
                        file.lines.size() + 1,
                        "ends in a backslash, but no line follows");
            case TWINS_IN_CASE -> {
                int line = file.add("Window=5");
                yield new File("" + what, file.bytes(), line, "Window", "differs in case only from window", "");
            }
            case NO_KEY -> whole(what, file, "=" + n, "has no key");
            case TYPED_VALUE -> at(what, file, "window", "window=I\"5\"", "is written as in a .config");
            case XML ->
                whole(what, "<config><window>5</window></config>\n".getBytes(StandardCharsets.UTF_8), 1, "is XML");
            case MISSING_KEY -> {
                file.set("url", "");
                yield new File("" + what, file.bytes(), 0, "url", "is missing, and has no default", "");
            }
            case LATER_DUPLICATE -> {
                int line = file.add("window=5x");
                yield new File("" + what, file.bytes(), line, "window", "is not a whole number 1..100", "");
            }
            case CONTINUED_VALUE -> {
                int line = file.set("window", "window=\\");
                file.lines.add(line, "   5" + n + "x");
                yield new File("" + what, file.bytes(), line, "window", "is not a whole number 1..100", "");
            }
        };
    }

    private static String typed(String line) {
        return line.isBlank() || line.startsWith("#") || line.startsWith("!")
                ? line
                : line.startsWith("window=")
                        ? line.replace("window=", "window=I\"") + "\""
                        : line.startsWith("names=") ? "names=[\"x\",\"y\"]" : line.replaceFirst("=", "=\"") + "\"";
    }

    private static File at(Wrong what, Lines file, String key, String line, String reason) {
        return at(what, file, key, line, key, reason);
    }

    private static File at(Wrong what, Lines file, String key, String line, String named, String reason) {
        int number = file.set(key, line);
        return new File("" + what, file.bytes(), number, named, reason, "");
    }

    private static File whole(Wrong what, Lines file, String line, String reason) {
        int number = file.add(line);
        return whole(what, file.bytes(), number, reason);
    }

    private static File whole(Wrong what, byte[] content, int line, String reason) {
        return new File(what.name().toUpperCase(Locale.ROOT), content, line, "", reason, "");
    }

    private static byte[] large(Lines file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(11 << 20);
        bytes.writeBytes(file.bytes());
        byte[] line = ("#" + "x".repeat(62) + "\n").getBytes(StandardCharsets.UTF_8);
        while (bytes.size() < 10 << 20) {
            bytes.writeBytes(line);
        }
        return bytes.toByteArray();
    }
}
