package io.mistersmith.resilience.internal;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.mistersmith.resilience.internal.limits.LiveBulkhead;
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

/** The bulkhead that one {@code etc/io.mistersmith.resilience.bulkhead-NAME.cfg} describes, for as long as the file is there. */
@Component(
        service = BulkheadInstance.class,
        immediate = true,
        configurationPid = BulkheadKeys.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BulkheadKeys.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.github.resilience4j.bulkhead.Bulkhead\"")
public final class BulkheadInstance {

    private final Instances instances;
    private final LiveBulkhead bulkhead;

    @Activate
    public BulkheadInstance(@Reference Instances instances, BulkheadKeys keys, Map<String, Object> properties) {
        this.instances = instances;
        this.bulkhead =
                new LiveBulkhead(Instances.nameOf(properties), keys.max_calls(), Duration.ofMillis(keys.wait_ms()));
        instances.add(Bulkhead.class, bulkhead);
    }

    /** The users keep their object; what it does changes below it. */
    @Modified
    void settings(BulkheadKeys keys) {
        bulkhead.settings(keys.max_calls(), Duration.ofMillis(keys.wait_ms()));
    }

    @Deactivate
    void close() {
        instances.remove(bulkhead);
    }
}
