package io.mistersmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/acceptance.md has a row for each demand, and each row names tests that exist. */
class AcceptanceTest {

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z][0-9]+) \\|[^|]*\\|([^|]*)\\|([^|]*)\\|");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+)(?:#([A-Za-z0-9]+))?`");

    @Test
    void everyDemandHasATest() throws IOException {
        Map<String, List<String>> tests = new TreeMap<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/acceptance.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                tests.put(
                        row.group(1),
                        TEST.matcher(row.group(2))
                                .results()
                                .map(r -> r.group(1) + "#" + (r.group(2) == null ? "" : r.group(2)))
                                .toList());
            }
        }

        assertThat(tests.keySet())
                .containsAll(IntStream.rangeClosed(1, 10).mapToObj(n -> "M" + n).toList());
        assertThat(tests)
                .allSatisfy((demand, named) ->
                        assertThat(named).as("tests of " + demand).isNotEmpty());
        assertThat(missing(tests))
                .as("tests that docs/acceptance.md names and that do not exist")
                .isEmpty();
    }

    private static List<String> missing(Map<String, List<String>> tests) throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        tests.forEach((demand, named) -> named.forEach(test -> {
            String type = test.substring(0, test.indexOf('#'));
            String method = test.substring(test.indexOf('#') + 1);
            String source = sources.get(type);
            if (source == null || !source.contains(" " + method + (method.isEmpty() ? "" : "("))) {
                missing.add(demand + ": " + test);
            }
        }));
        return missing;
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Repository.root())) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/"))
                    .toList();
            for (Path file : java) {
                String name = file.getFileName().toString();
                sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
            }
        }
        return sources;
    }
}
