package io.mistersmith.resilience.internal;

import io.github.resilience4j.retry.Retry;
import io.mistersmith.resilience.Backoff;
import io.mistersmith.resilience.internal.core.ClassNames;
import io.mistersmith.resilience.internal.retry.LiveRetry;
import io.mistersmith.resilience.internal.retry.RetrySettings;
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

/** The retry that one {@code etc/io.mistersmith.resilience.retry-NAME.cfg} describes, for as long as the file is there. */
@Component(
        service = RetryInstance.class,
        immediate = true,
        configurationPid = RetryKeys.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RetryKeys.class, factory = true)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.github.resilience4j.retry.Retry\"")
public final class RetryInstance {

    private final Instances instances;
    private final LiveRetry retry;

    @Activate
    public RetryInstance(@Reference Instances instances, RetryKeys keys, Map<String, Object> properties) {
        this.instances = instances;
        this.retry = new LiveRetry(Instances.nameOf(properties), settingsOf(keys), instances.budgets());
        instances.add(Retry.class, retry);
    }

    /** The users keep their object; what it does changes below it. */
    @Modified
    void settings(RetryKeys keys) {
        retry.settings(settingsOf(keys));
    }

    @Deactivate
    void close() {
        instances.remove(retry);
    }

    private static RetrySettings settingsOf(RetryKeys keys) {
        return new RetrySettings(
                keys.attempts(),
                new Backoff(
                        Duration.ofMillis(keys.backoff_initial_ms()),
                        Duration.ofMillis(keys.backoff_max_ms()),
                        keys.backoff_multiplier(),
                        keys.backoff_jitter()),
                keys.budget().strip(),
                ClassNames.of("retry.exceptions", keys.retry_exceptions()),
                ClassNames.of("ignore.exceptions", keys.ignore_exceptions()));
    }
}
