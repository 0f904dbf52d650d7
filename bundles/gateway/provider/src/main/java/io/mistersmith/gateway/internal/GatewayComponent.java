package io.mistersmith.gateway.internal;

import io.mistersmith.event.CloudEvents;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.gateway.internal.intake.Inlet;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Wiring of the one {@link Gateway}: what it uses may come and go while its servlets stay. */
@Component(service = GatewayComponent.class, configurationPid = GatewayConfig.PID)
@Designate(ocd = GatewayConfig.class)
public final class GatewayComponent {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Inlet inlet = new Inlet();
    private final Requests requests = new Requests();
    private final Gateway gateway;
    private @Nullable ThreadPools pools;
    private @Nullable Job<Void> ticks;

    /** Reads or makes the token; without it there is no gateway. */
    @Activate
    public GatewayComponent(GatewayConfig config, BundleContext context) throws IOException {
        String data = Optional.ofNullable(context.getProperty("karaf.data"))
                .orElseThrow(() -> new IllegalStateException("The property karaf.data is not set"));
        HttpToken token = HttpToken.at(Path.of(data, "secrets", "http.token"));
        gateway = new Gateway(token, tokenCommand(), GatewayConfig.Reader.limits(config), inlet, requests);
    }

    /** As the user called the launcher, who leaves that in the environment. */
    static String tokenCommand() {
        return Optional.ofNullable(System.getenv("MS_RUN_AS")).orElse("./run") + " token";
    }

    /** Requests go on; a new component would cut them off. */
    @Modified
    void limits(GatewayConfig config) {
        gateway.limits(GatewayConfig.Reader.limits(config));
    }

    @Deactivate
    void close() {
        gateway.close();
    }

    Gateway gateway() {
        return gateway;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBus(EventBus bus) {
        inlet.bus(bus);
    }

    void unbindBus(EventBus bus) {
        inlet.remove(bus);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCloudEvents(CloudEvents cloudEvents) {
        inlet.cloudEvents(cloudEvents);
    }

    void unbindCloudEvents(CloudEvents cloudEvents) {
        inlet.remove(cloudEvents);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics metrics) {
        requests.metrics(metrics);
    }

    void unbindMetrics(Metrics metrics) {
        requests.remove(metrics);
    }

    /** While there are no pools, time stands still for requests; the HTTP server's own idle timeout still ends them. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindPools(ThreadPools pools) {
        stopTicks();
        this.pools = pools;
        ticks = pools.every(TICK, () -> gateway.exchanges().tick());
    }

    synchronized void unbindPools(ThreadPools pools) {
        if (this.pools == pools) {
            this.pools = null;
            stopTicks();
        }
    }

    private void stopTicks() {
        if (ticks != null) {
            ticks.cancel();
            ticks = null;
        }
    }
}
