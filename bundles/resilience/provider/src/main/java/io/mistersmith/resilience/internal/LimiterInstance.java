package io.mistersmith.resilience.internal;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.mistersmith.resilience.internal.limits.LiveLimiter;
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

/** The rate limiter that one {@code etc/io.mistersmith.resilience.limiter-NAME.cfg} describes, for as long as the file is there. */
@Component(
        service = LimiterInstance.class,
        immediate = true,
        configurationPid = LimiterKeys.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LimiterKeys.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.github.resilience4j.ratelimiter.RateLimiter\"")
public final class LimiterInstance {

    private final Instances instances;
    private final LiveLimiter limiter;

    @Activate
    public LimiterInstance(@Reference Instances instances, LimiterKeys keys, Map<String, Object> properties) {
        this.instances = instances;
        this.limiter = new LiveLimiter(
                Instances.nameOf(properties),
                keys.calls(),
                Duration.ofMillis(keys.period_ms()),
                Duration.ofMillis(keys.wait_ms()));
        instances.add(RateLimiter.class, limiter);
    }

    /** The users keep their object; what it does changes below it. */
    @Modified
    void settings(LimiterKeys keys) {
        limiter.settings(keys.calls(), Duration.ofMillis(keys.period_ms()), Duration.ofMillis(keys.wait_ms()));
    }

    @Deactivate
    void close() {
        instances.remove(limiter);
    }
}
