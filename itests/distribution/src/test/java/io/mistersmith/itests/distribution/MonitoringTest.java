package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped alerts and dashboard, without a container. */
class MonitoringTest {

    private static final Path MONITORING = Checkout.root().resolve("karaf-distribution/src/main/resources/monitoring");

    @Test
    void alertsAreRaisedForWhatIsWrongAndForNothingElse(@TempDir Path folder) throws Exception {
        Tools.require("promtool");
        Path cases = Path.of(Objects.requireNonNull(MonitoringTest.class.getResource("/alerts-test.yml"))
                .toURI());
        Path test = Files.writeString(
                folder.resolve("alerts-test.yml"),
                Files.readString(cases)
                        .replace("@ALERTS@", MONITORING.resolve("alerts.yml").toString()));

        Commands.run(folder, Map.of(), Duration.ofSeconds(30), List.of("promtool", "test", "rules", test.toString()))
                .expectSuccess();
    }

    @Test
    void quantilesOfTheDashboardAreComputedFromRatesOfBuckets() throws IOException {
        List<String> quantiles = Files.readString(MONITORING.resolve("grafana-dashboard.json"))
                .lines()
                .filter(line -> line.contains("quantile"))
                .toList();

        assertThat(quantiles)
                .hasSizeGreaterThan(5)
                .allMatch(
                        line -> line.matches(
                                ".*\"expr\": \"histogram_quantile\\(0\\.\\d+, sum by \\(le(, \\w+)?\\) \\(rate\\(\\w+_bucket\\{.*"));
    }
}
