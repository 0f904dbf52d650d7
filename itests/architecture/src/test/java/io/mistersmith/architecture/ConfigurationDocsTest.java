package io.mistersmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.schema.Attribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md and the files of etc/ say what the metatypes say. {@code -Ddocs.write=true} writes the former anew.
 */
class ConfigurationDocsTest {

    private static final String HEAD =
            """
            # Settings

            Every PID and key of ours, generated from the metatypes of the bundles; a test compares. To write it anew:

                mvn verify -pl itests/architecture -am -Dtest=ConfigurationDocsTest -Dsurefire.failIfNoSpecifiedTests=false -DskipITs -Ddocs.write=true

            Each PID has a file `etc/PID.cfg`, each instance of a factory one `etc/PID-NAME.cfg`. A key is also set by the environment:
            `MS_`, the PID after `io.mistersmith.`, then the key, in capitals with `_` for dots: `MS_EVENTBUS_QUEUE_CAPACITY`; of an
            instance `MS_METRICS_PROMETHEUS__DEFAULT__PORT`. `cfg:docs PID` shows the same in the shell, also for plugins. How to change
            settings: [operations.md](operations.md#configure).
            """;

    /** Factories of which the container needs no instance. */
    private static final List<String> WITHOUT_INSTANCE = List.of(
            "io.mistersmith.threads.pool",
            "io.mistersmith.pools.generic",
            "io.mistersmith.pools.jdbc",
            "io.mistersmith.pools.redis",
            "io.mistersmith.pools.files",
            "io.mistersmith.resilience.breaker",
            "io.mistersmith.resilience.retry",
            "io.mistersmith.resilience.budget",
            "io.mistersmith.resilience.bulkhead",
            "io.mistersmith.resilience.limiter",
            "io.mistersmith.resilience.timeout");

    @Test
    void theTableOfAllKeysIsThatOfTheMetatypes() throws Exception {
        Path file = Repository.root().resolve("docs/configuration.md");
        String generated = generated();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, generated);
        }

        assertThat(file).content().isEqualTo(generated);
    }

    @Test
    void etcHasACommentedFileWithEveryKeyOfEachPid() throws Exception {
        List<String> faults = new ArrayList<>();
        for (Settings.Described one : Settings.ofOurBundles()) {
            List<Path> files = files(one);
            if (files.isEmpty() && !WITHOUT_INSTANCE.contains(one.pid())) {
                faults.add(one.pid() + " has no file in etc");
            }
            for (Path file : files) {
                faults(one, file).forEach(fault -> faults.add(file.getFileName() + ": " + fault));
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void thereIsMoreThanAHandfulOfPids() throws Exception {
        assertThat(Settings.ofOurBundles())
                .extracting(Settings.Described::pid)
                .contains("io.mistersmith.eventbus", "io.mistersmith.configuration", "io.mistersmith.metrics.statsd")
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(12);
    }

    private static String generated() throws Exception {
        StringBuilder text = new StringBuilder(HEAD);
        for (Settings.Described one : Settings.ofOurBundles()) {
            text.append("\n## `")
                    .append(one.pid())
                    .append(one.factory() ? "-NAME" : "")
                    .append("`\n\n");
            String description = one.schema().description();
            if (!description.isBlank()) {
                text.append(cell(description)).append(description.endsWith(".") ? "\n\n" : ".\n\n");
            }
            text.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
            for (Attribute key : one.schema().attributes()) {
                String value = key.defaultValue();
                boolean none = value == null || value.isEmpty() || key.isSecret();
                text.append("| `")
                        .append(key.id())
                        .append("` | ")
                        .append(cell(key.typeWords()))
                        .append(" | ")
                        .append(none ? "–" : "`" + cell(String.valueOf(value)) + "`")
                        .append(" | ")
                        .append(cell(key.meaning()))
                        .append(" |\n");
            }
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }

    private static List<Path> files(Settings.Described one) throws IOException {
        try (Stream<Path> files = Files.list(Repository.root().resolve("etc"))) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return one.factory()
                                ? name.startsWith(one.pid() + "-") && name.endsWith(".cfg")
                                : name.equals(one.pid() + ".cfg");
                    })
                    .sorted()
                    .toList();
        }
    }

    /** Keys that are missing, not explained, or not what the metatype admits. */
    private static List<String> faults(Settings.Described one, Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        Map<String, Integer> keys = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("#?[a-z][A-Za-z0-9._-]*=.*")) {
                keys.put(lines.get(i).replaceFirst("#?([^=]*)=.*", "$1"), i);
            }
        }
        for (Attribute key : one.schema().attributes()) {
            Integer line = keys.remove(key.id());
            if (line == null) {
                faults.add(key.id() + " is missing");
            } else {
                fault(one, key, lines, line).forEach(fault -> faults.add(key.id() + " " + fault));
            }
        }
        keys.keySet().forEach(key -> faults.add(key + " is no key"));
        return faults;
    }

    private static List<String> fault(Settings.Described one, Attribute key, List<String> lines, int line) {
        List<String> faults = new ArrayList<>();
        String text = lines.get(line);
        String value = text.substring(text.indexOf('=') + 1);
        boolean set = !text.startsWith("#");
        if (line == 0 || !lines.get(line - 1).startsWith("#")) {
            faults.add("is not explained");
        }
        if (set) {
            key.valuesIn(value).stream()
                    .map(key::faultOf)
                    .filter(fault -> fault != null)
                    .forEach(faults::add);
        }
        // an empty default stands for a place that the bundle knows, and the file names
        String usual = String.valueOf(key.defaultValue());
        if (set && !one.factory() && key.defaultValue() != null && !usual.isEmpty() && !value.equals(usual)) {
            faults.add("is " + value + ", not the default " + usual);
        }
        String comment = comment(lines, line);
        for (String bound : key.typeWords().replaceAll("[^0-9.-]+", " ").strip().split("\\.\\.| ")) {
            if (key.options().isEmpty() && bound.matches("-?[0-9]+") && !comment.contains(bound)) {
                faults.add("is explained without its bound " + bound);
            }
        }
        return faults;
    }

    private static String comment(List<String> lines, int line) {
        int from = line;
        while (from > 0 && lines.get(from - 1).startsWith("#")) {
            from--;
        }
        return lines.subList(from, line).stream().collect(Collectors.joining("\n"));
    }
}
