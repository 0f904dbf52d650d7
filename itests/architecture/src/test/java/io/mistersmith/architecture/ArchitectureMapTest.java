package io.mistersmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

/** The table of docs/architecture.md is what was built: every service given and needed, every API imported. */
class ArchitectureMapTest {

    @Test
    void mapNamesWhatTheManifestsSay() throws IOException {
        Map<String, String> built = new TreeMap<>();
        for (Map.Entry<String, Attributes> bundle : Manifests.ofOurBundles().entrySet()) {
            if (!bundle.getKey().endsWith(".support")) {
                built.put(
                        bundle.getKey().substring("io.mistersmith.".length()), row(bundle.getKey(), bundle.getValue()));
            }
        }

        assertThat(drawn()).as("rows of the map in docs/architecture.md").containsExactlyInAnyOrderEntriesOf(built);
    }

    private static String row(String name, Attributes manifest) {
        return text(Manifests.gives(manifest))
                + " | " + text(Manifests.needs(name, manifest))
                + " | " + text(Manifests.imports(name, manifest));
    }

    /** Rows of the table whose first cell is a bundle in backquotes. */
    private static Map<String, String> drawn() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/architecture.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length >= 6 && cells[1].strip().matches("`[a-z]+\\.[a-z]+`")) {
                String bundle = cells[1].strip().replace("`", "");
                rows.put(bundle, text(set(cells[2])) + " | " + text(set(cells[3])) + " | " + text(set(cells[4])));
            }
        }
        return rows;
    }

    private static Set<String> set(String cell) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(cell.replace("`", "").split("[, ]+"))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals("–"))
                .forEach(names::add);
        return names;
    }

    private static String text(Set<String> names) {
        return names.isEmpty() ? "–" : String.join(", ", names);
    }
}
