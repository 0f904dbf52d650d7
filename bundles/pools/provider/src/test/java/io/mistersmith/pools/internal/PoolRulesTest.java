package io.mistersmith.pools.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationValidator.Finding;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    void whatFitsIsTaken() {
        assertThat(rules.validate(
                        Map.of("min.size", 4, "max.size", 4, "leak.threshold.ms", 2_000L, "leak.reclaim.ms", 0L)))
                .isEmpty();
    }
}
