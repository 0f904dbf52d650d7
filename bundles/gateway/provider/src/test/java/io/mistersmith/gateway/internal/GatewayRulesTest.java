package io.mistersmith.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationValidator.Finding;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayRulesTest {

    private final GatewayRules rules = new GatewayRules();

    @Test
    void whatIsHeldMustHaveRoomForOneRequest() {
        assertThat(rules.validate(values(8, 4, 8))).isEmpty();
        assertThat(rules.validate(values(7, 4, 8)))
                .containsExactly(new Finding("max.buffered.bytes", "is less than max.request.bytes=8"));
        assertThat(rules.validate(values(7, 9, 8)))
                .containsExactly(new Finding("max.buffered.bytes", "is less than max.event.bytes=9"));
    }

    private static Map<String, Object> values(int buffered, int event, int request) {
        return Map.of("max.buffered.bytes", buffered, "max.event.bytes", event, "max.request.bytes", request);
    }
}
