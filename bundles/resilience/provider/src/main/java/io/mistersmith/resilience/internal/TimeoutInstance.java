package io.mistersmith.resilience.internal;

import io.github.resilience4j.timelimiter.TimeLimiter;
import io.mistersmith.resilience.internal.limits.LiveTimeout;
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

/** The time limiter that one {@code etc/io.mistersmith.resilience.timeout-NAME.cfg} describes, for as long as the file is there. */
@Component(
        service = TimeoutInstance.class,
        immediate = true,
        configurationPid = TimeoutKeys.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TimeoutKeys.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.github.resilience4j.timelimiter.TimeLimiter\"")
public final class TimeoutInstance {

    private final Instances instances;
    private final LiveTimeout timeout;

    @Activate
    public TimeoutInstance(@Reference Instances instances, TimeoutKeys keys, Map<String, Object> properties) {
        this.instances = instances;
        this.timeout =
                new LiveTimeout(Instances.nameOf(properties), Duration.ofMillis(keys.timeout_ms()), keys.cancel());
        instances.add(TimeLimiter.class, timeout);
    }

    /** The users keep their object; what it does changes below it. */
    @Modified
    void settings(TimeoutKeys keys) {
        timeout.settings(Duration.ofMillis(keys.timeout_ms()), keys.cancel());
    }

    @Deactivate
    void close() {
        instances.remove(timeout);
    }
}
