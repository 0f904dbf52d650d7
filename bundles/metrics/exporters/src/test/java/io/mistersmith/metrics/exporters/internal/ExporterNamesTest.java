package io.mistersmith.metrics.exporters.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExporterNamesTest {

    @Test
    void anInstanceOfOursIsCalledAsItsFile() {
        assertThat(ExporterNames.of(Map.of("service.pid", "io.mistersmith.metrics.statsd~default"), "x"))
                .isEqualTo("statsd-default");
        assertThat(ExporterNames.of(Map.of("service.pid", new String[] {"io.mistersmith.metrics.log~a-b"}), "x"))
                .isEqualTo("log-a-b");
    }

    @Test
    void othersAreCalledAfterTheirBundle() {
        assertThat(ExporterNames.of(Map.of("component.name", "com.acme.Sender", "service.id", 7L), "acme"))
                .isEqualTo("acme/Sender");
        assertThat(ExporterNames.of(Map.of("service.id", 7L), "acme")).isEqualTo("acme-7");
    }
}
