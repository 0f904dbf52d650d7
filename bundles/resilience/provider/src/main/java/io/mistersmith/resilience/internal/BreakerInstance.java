package io.mistersmith.resilience.internal;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.resilience.internal.breaker.BreakerSettings;
import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.ClassNames;
import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The breaker that one {@code etc/io.mistersmith.resilience.breaker-NAME.cfg} describes, for as long as the file is there. */
@Component(
        service = BreakerInstance.class,
        immediate = true,
        configurationPid = BreakerKeys.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BreakerKeys.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.github.resilience4j.circuitbreaker.CircuitBreaker\"")
public final class BreakerInstance {

    private final Instances instances;
    private final LiveBreaker breaker;

    @Activate
    public BreakerInstance(@Reference Instances instances, BreakerKeys keys, Map<String, Object> properties) {
        this.instances = instances;
        this.breaker = new LiveBreaker(Instances.nameOf(properties), settingsOf(keys), instances::changed);
        instances.add(CircuitBreaker.class, breaker);
    }

    /** The users keep their object; what it does changes below it. */
    @Modified
    void settings(BreakerKeys keys) {
        breaker.settings(settingsOf(keys));
    }

    @Deactivate
    void close() {
        instances.remove(breaker);
    }

    private static BreakerSettings settingsOf(BreakerKeys keys) {
        return new BreakerSettings(
                keys.failure_percent(),
                keys.slow_percent(),
                Duration.ofMillis(keys.slow_ms()),
                keys.window_size(),
                keys.window_type().equals("seconds"),
                keys.minimum_calls(),
                Duration.ofMillis(keys.open_ms()),
                keys.half_open_calls(),
                Duration.ofMillis(keys.half_open_ms()),
                ClassNames.of("record.exceptions", keys.record_exceptions()),
                ClassNames.of("ignore.exceptions", keys.ignore_exceptions()));
    }
}
