package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.guard.Schemas;
import io.mistersmith.configuration.internal.schema.Schema;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultFileTest {

    private static final String PID = "io.mistersmith.examples.orders";

    @Test
    void theFirstKeyStandsInLineSevenBelowWhatItMeans() {
        Schema schema = Schemas.orders();
        Schema one = new Schema(
                schema.id(),
                schema.name(),
                schema.description(),
                schema.attributes().subList(0, 1));

        assertThat(new DefaultFile(PID, one).text())
                .isEqualTo(
                        """
                        # Orders
                        # Flags large orders.
                        # Edit and save; changes take effect while the container runs.

                        # Large above: Orders above this amount are flagged.
                        # Whole number 0..1000000, default 1000.
                        large.above=1000
                        """);
    }

    @Test
    void theFileSetsWhatItSaysItSets() throws IOException {
        DefaultFile file = new DefaultFile(PID, Schemas.orders());
        Properties read = new Properties();
        read.load(new StringReader(file.text()));

        assertThat(read)
                .isEqualTo(new HashMap<>(file.values()))
                .containsOnlyKeys("large.above", "hosts", "mode", "live");
        assertThat(file.text().lines()).contains("#password=", "# One of FAST, SAFE, default FAST.");
    }

    @Test
    void aFileThatIsThereIsNotTouchedAndNothingIsLeftBeside(@TempDir Path etc) throws IOException {
        Path cfg = etc.resolve(PID + ".cfg");
        DefaultFile file = new DefaultFile(PID, Schemas.orders());

        assertThat(file.writeIfAbsent(cfg, StandardCharsets.ISO_8859_1)).isTrue();
        Files.writeString(cfg, "large.above=5\n");
        assertThat(file.writeIfAbsent(cfg, StandardCharsets.ISO_8859_1)).isFalse();

        assertThat(cfg).hasContent("large.above=5\n");
        try (var files = Files.list(etc)) {
            assertThat(files.toList()).isEqualTo(List.of(cfg));
        }
    }
}
