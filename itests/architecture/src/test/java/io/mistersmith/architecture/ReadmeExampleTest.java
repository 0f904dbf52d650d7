package io.mistersmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plugin that README.md shows is the one in examples/orders, line by line. */
class ReadmeExampleTest {

    @Test
    void everyLineOfTheExampleStandsInItsSources() throws IOException {
        List<String> shown = Files.readString(Repository.root().resolve("README.md"))
                .replaceAll("(?s).*?```java\n(.*?)```.*", "$1")
                .lines()
                .map(line -> line.replaceAll("//.*", "").replaceAll("\\s", ""))
                .filter(line -> !line.isEmpty() && !line.equals("@Override"))
                .toList();

        assertThat(shown).as("lines of the example").hasSizeGreaterThan(25);
        String sources = sources();
        assertThat(shown.stream().filter(line -> !sources.contains(line)))
                .as("lines of the example that are not in examples/orders")
                .isEmpty();
    }

    private static String sources() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Repository.root().resolve("examples/orders/src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }
        return sources.toString().replaceAll("@Override|\\s", "");
    }
}
