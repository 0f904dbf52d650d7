package io.mistersmith.gateway.internal;

import io.mistersmith.configuration.ConfigurationValidator;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** The total of what is held must have room for one request of the allowed size. */
@Component(property = ConfigurationValidator.PID + "=" + GatewayConfig.PID)
public final class GatewayRules implements ConfigurationValidator {

    @Override
    public List<Finding> validate(Map<String, Object> values) {
        int buffered = number(values, "max.buffered.bytes");
        int event = number(values, "max.event.bytes");
        int request = number(values, "max.request.bytes");
        String larger = event > request ? "max.event.bytes=" + event : "max.request.bytes=" + request;
        return buffered >= Math.max(event, request)
                ? List.of()
                : List.of(new Finding("max.buffered.bytes", "is less than " + larger));
    }

    private static int number(Map<String, Object> values, String key) {
        return values.get(key) instanceof Integer number ? number : 0;
    }
}
