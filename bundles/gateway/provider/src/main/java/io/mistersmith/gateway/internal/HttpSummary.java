package io.mistersmith.gateway.internal;

import io.mistersmith.lifecycle.ReadyCondition;
import io.mistersmith.lifecycle.SummaryLine;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.http.runtime.HttpServiceRuntimeConstants;

/** The summary's {@code http} line, with the address that the HTTP server says it listens on. */
@Component(service = {SummaryLine.class, ReadyCondition.class})
public final class HttpSummary implements SummaryLine, ReadyCondition {

    private volatile @Nullable String address;

    /** Without the gateway there is no line. */
    @Activate
    public HttpSummary(@Reference GatewayComponent gateway) {}

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String text() {
        String now = address;
        return (now == null ? "not listening" : now) + " (probes /health, token: " + GatewayComponent.tokenCommand()
                + ")";
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Optional<String> missing() {
        return address == null ? Optional.of("http: the server does not listen yet") : Optional.empty();
    }

    @Reference(
            service = HttpServiceRuntime.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(ServiceReference<HttpServiceRuntime> runtime) {
        address = address(runtime.getProperty(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT));
    }

    void updatedRuntime(ServiceReference<HttpServiceRuntime> runtime) {
        bindRuntime(runtime);
    }

    void unbindRuntime(ServiceReference<HttpServiceRuntime> runtime) {
        address = null;
    }

    /** Host and port of the first address; the service property is a text or several. */
    static @Nullable String address(@Nullable Object endpoints) {
        Collection<?> all = endpoints instanceof Collection<?> several
                ? several
                : endpoints instanceof Object[] several ? Arrays.asList(several) : Arrays.asList(endpoints);
        return all.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(endpoint -> endpoint.contains("://"))
                .map(endpoint -> endpoint.substring(endpoint.indexOf("://") + 3))
                .map(endpoint -> endpoint.contains("/") ? endpoint.substring(0, endpoint.indexOf('/')) : endpoint)
                .findFirst()
                .orElse(null);
    }
}
