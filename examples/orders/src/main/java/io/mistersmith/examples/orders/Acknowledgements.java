package io.mistersmith.examples.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the answers of {@code POST /events} that a sender kept: of one event, of a batch, and of a stream of lines. Whatever
 * else stands in the file, such as an error or half an answer of a sender that was cut off, acknowledges nothing.
 */
final class Acknowledgements {

    private static final Pattern ONE = Pattern.compile(
            "\\{(?:\"line\":\\d+,)?\"id\":\"((?:[^\"\\\\]|\\\\.)*+)\",\"position\":\\d+(?:,\"duplicate\":(?:true|false))?}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private Acknowledgements() {}

    /** The ids of the events that this file acknowledges. */
    static Set<String> ids(Path file) throws IOException {
        Set<String> ids = new HashSet<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                Matcher one = ONE.matcher(line);
                while (one.find()) {
                    ids.add(unescaped(one.group(1)));
                }
            });
        }
        return ids;
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? plain(escape.group(2))
                                : Character.toString((char) Integer.parseInt(escape.group(1), 16))));
    }

    private static String plain(String letter) {
        return switch (letter) {
            case "b" -> "\b";
            case "f" -> "\f";
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> letter;
        };
    }
}
