package io.mistersmith.pools.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationValidator.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolRulesTest {

    private final PoolRules rules = new PoolRules();

    @Test
    void aMinimumAboveTheMaximumIsRefused() {
        assertThat(rules.validate(Map.of("min.size", 5, "max.size", 4)))
                .containsExactly(new Finding("min.size", "is above max.size=4"));
    }

    @Test
    void aLeaseIsNotTakenBackBeforeItIsOverdue() {
        assertThat(rules.validate(Map.of("leak.threshold.ms", 2_000L, "leak.reclaim.ms", 1_000L)))
                .containsExactly(new Finding("leak.reclaim.ms", "is below leak.threshold.ms=2000"));
    }

    @Test
    void filesOfTlsBelongTogether() {
        assertThat(rules.validate(Map.of("tls.cert", "a", "tls.key", "")))
                .containsExactly(new Finding("tls.cert", "is set without tls.key"));
        assertThat(rules.validate(Map.of("tls.cert", "", "tls.key", "a")))
                .containsExactly(new Finding("tls.key", "is set without tls.cert"));
        assertThat(rules.validate(Map.of("tls.cert", "a", "tls.key", "b", "tls.keystore", "c")))
                .containsExactly(new Finding("tls.keystore", "is set beside tls.cert: one is enough"));
        assertThat(rules.validate(Map.of("tls.ca", "a", "tls.truststore", "b")))
                .containsExactly(new Finding("tls.truststore", "is set beside tls.ca: one is enough"));
    }

    @Test
    void tlsIsForDriversOfWhichItIsKnown() {
        assertThat(rules.validate(Map.of("tls.enabled", true, "url", "jdbc:sqlite:x")))
                .containsExactly(new Finding("tls.enabled", "is for PostgreSQL only"));
        assertThat(rules.validate(Map.of("tls.enabled", true, "url", "jdbc:postgresql://db/orders")))
                .isEmpty();
    }

    @Test
    void aRootIsAFolderOrMayBecomeOne(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(rules.validate(Map.of("root", "")))
                .containsExactly(new Finding("root", "is empty; name the folder that the files are in"));
        assertThat(rules.validate(Map.of("root", "data/docs")))
                .containsExactly(new Finding("root", "is relative; name the folder from / on"));
        assertThat(rules.validate(Map.of("root", file.toString())))
                .containsExactly(new Finding("root", "is no folder"));
        assertThat(rules.validate(Map.of("root", "/a\0b")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).startsWith("is no path"));
        assertThat(rules.validate(Map.of("root", folder.toString()))).isEmpty();
        assertThat(rules.validate(Map.of("root", folder.resolve("later").toString())))
                .isEmpty();
    }

    @Test
    void whatFitsIsTaken() {
        assertThat(rules.validate(
                        Map.of("min.size", 4, "max.size", 4, "leak.threshold.ms", 2_000L, "leak.reclaim.ms", 0L)))
                .isEmpty();
    }
}
