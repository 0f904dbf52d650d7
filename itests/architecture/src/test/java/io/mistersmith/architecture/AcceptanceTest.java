package io.mistersmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/acceptance.md has a row for each demand, and each row names tests that exist: by their simple name, or by as much of
 * their full name as tells them apart.
 */
class AcceptanceTest {

    /** Every demand: prefix, first and last number. */
    private static final Map<String, int[]> DEMANDS = Map.of(
            "M", new int[] {1, 10},
            "T", new int[] {1, 13},
            "C", new int[] {1, 9},
            "P", new int[] {1, 8},
            "F", new int[] {0, 39});

    /** Demands that are not finished and therefore may have no row; an identifier is removed here when its row is added. */
    private static final Set<String> OPEN = Set.of("F21");

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z][0-9]+) \\|[^|]*\\|([^|]*)\\|([^|]*)\\|");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9_.]+)(?:#([A-Za-z0-9_]+))?`");

    @Test
    void everyDemandHasARowAndNoOtherHas() throws IOException {
        Set<String> demands = new TreeSet<>();
        DEMANDS.forEach((prefix, range) ->
                IntStream.rangeClosed(range[0], range[1]).forEach(number -> demands.add(prefix + number)));
        Set<String> rows = rows().keySet();
        Set<String> missing = new TreeSet<>(demands);
        missing.removeAll(rows);
        missing.removeAll(OPEN);

        assertThat(missing).as("demands without a row in docs/acceptance.md").isEmpty();
        assertThat(demands).as("demands that docs/acceptance.md may name").containsAll(rows);
    }

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        Map<String, List<String>> rows = rows();
        Map<String, String> sources = testSources();
        List<String> faults = new ArrayList<>();
        rows.forEach((demand, tests) -> tests.forEach(test -> {
            String fault = fault(test, sources);
            if (fault != null) {
                faults.add(demand + ": " + test + " " + fault);
            }
        }));

        assertThat(rows)
                .allSatisfy((demand, named) ->
                        assertThat(named).as("tests of " + demand).isNotEmpty());
        assertThat(faults).as("tests that docs/acceptance.md names").isEmpty();
    }

    private static String fault(String test, Map<String, String> sources) {
        String type = test.replaceFirst("#.*", "");
        List<String> found = sources.keySet().stream()
                .filter(name -> name.equals(type) || name.endsWith("." + type))
                .toList();
        if (found.size() != 1) {
            return found.isEmpty() ? "does not exist" : "may be one of " + found;
        }
        String method = test.substring(type.length()).replace("#", "");
        String source = sources.get(found.get(0));
        return method.isEmpty()
                        || Pattern.compile("\\b" + method + "\\(")
                                .matcher(source)
                                .find()
                ? null
                : "has no such method";
    }

    /** The tests that each row names; two rows of one demand count as one. */
    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/acceptance.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                List<String> tests = rows.computeIfAbsent(row.group(1), demand -> new ArrayList<>());
                TEST.matcher(row.group(2))
                        .results()
                        .forEach(r -> tests.add(r.group().replace("`", "")));
            }
        }
        return rows;
    }

    /** Sources of tests, by the full name of their class. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Repository.root())) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(AcceptanceTest::isTest)
                    .toList();
            for (Path file : java) {
                String name = file.toString().replaceFirst(".*/src/[a-z]+/java/", "");
                sources.put(name.replaceFirst("\\.java$", "").replace('/', '.'), Files.readString(file));
            }
        }
        return sources;
    }

    private static boolean isTest(Path file) {
        String path = file.toString();
        return path.contains("/src/test/java/")
                || path.contains("/concurrency-tests/src/")
                || path.contains("/benchmarks/src/")
                || path.contains("/testkit/"); // contracts that many tests extend
    }
}
