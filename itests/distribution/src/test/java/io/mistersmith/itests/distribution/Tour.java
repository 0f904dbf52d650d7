package io.mistersmith.itests.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The commands of a document and what it says they answer: lines that begin with {@code $ } inside fenced blocks after a
 * {@code <!-- tour} comment.
 *
 * @param steps in the order of the document
 */
record Tour(List<Step> steps) {

    private static final Map<Pattern, String> OTHERS = Map.of(
            Pattern.compile("\\b(in|after|up) [\\d.]+ s\\b"), "$1 # s",
            Pattern.compile("\\bpid \\d+"), "pid #",
            Pattern.compile("\\b[1-9][\\d,]* events$"), "# events",
            Pattern.compile("\\b[\\d,]+ events waited\\b"), "# events waited",
            Pattern.compile("\"position\":\\d{4,}"), "\"position\":#",
            Pattern.compile("\"exports\":[1-9]\\d*"), "\"exports\":#",
            Pattern.compile("\\b(acknowledged|stored|counted) [1-9][\\d,]*"), "$1 #",
            Pattern.compile("^compute  \\| \\d+ +\\|"), "compute  | # |");

    private static final String FENCE = "```";

    /** One command and the lines that follow it. */
    record Step(String command, List<String> answer) {}

    /** Reads a document. */
    static Tour of(Path markdown) throws IOException {
        List<Step> steps = new ArrayList<>();
        boolean tour = false;
        boolean fence = false;
        boolean fenced = false;
        for (String line : Files.readAllLines(markdown)) {
            tour |= line.startsWith("<!-- tour");
            if (tour && line.startsWith(FENCE)) {
                fence = !fence;
                fenced = fence && line.equals(FENCE); // what names its language is no command
            } else if (fenced && line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
            } else if (fenced) {
                steps.get(steps.size() - 1).answer().add(line);
            }
        }
        return new Tour(steps);
    }

    /** A script for bash that runs all commands in one shell and marks where each one's answer begins. */
    String script() {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            script.append("echo '")
                    .append(mark(i))
                    .append("'\n")
                    .append(steps.get(i).command())
                    .append('\n');
        }
        return script.append("echo '").append(mark(steps.size())).append("'\n").toString();
    }

    /** What each command answered, out of the output of {@link #script}. */
    List<List<String>> answers(List<String> output) {
        List<List<String>> answers = new ArrayList<>();
        List<String> answer = new ArrayList<>();
        for (String line : output) {
            if (line.equals(mark(answers.size() + 1))) {
                answers.add(answer);
                answer = new ArrayList<>();
            } else if (!line.equals(mark(0))) {
                answer.add(line);
            }
        }
        return answers;
    }

    /** The line without those figures that are others each time; all else is compared as it stands. */
    static String shape(String line) {
        String shape = line;
        for (Map.Entry<Pattern, String> other : OTHERS.entrySet()) {
            shape = other.getKey().matcher(shape).replaceAll(other.getValue());
        }
        return shape.stripTrailing();
    }

    private static String mark(int step) {
        return "=== step " + step + " ===";
    }
}
