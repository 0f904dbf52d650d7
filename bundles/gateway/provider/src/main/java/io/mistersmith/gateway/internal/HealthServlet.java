package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Problem;
import io.mistersmith.gateway.internal.intake.Reply;
import io.mistersmith.lifecycle.Readiness;
import java.io.IOException;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /health/live} and {@code /health/ready}. It needs neither a token nor anything else of this container. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("mistersmith-health")
@HttpWhiteboardServletPattern({"/health", "/health/*"})
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    transient volatile @Nullable Readiness readiness;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Replies.send(response, answer(request));
    }

    private Reply answer(HttpServletRequest request) {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        if (!path.equals("/live") && !path.equals("/ready")) {
            return Problem.refused(
                            404, "nothing at " + request.getRequestURI() + ". There are /health/live and /health/ready")
                    .reply();
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            return Problem.refused(405, "probes are asked by GET").reply().with("Allow", "GET, HEAD");
        }
        return path.equals("/live") ? Probe.live() : Probe.ready(missing());
    }

    private List<String> missing() {
        Readiness now = readiness;
        if (now == null) {
            return List.of("lifecycle: nothing tells whether the container is ready");
        }
        if (now.ready()) {
            return List.of();
        }
        List<String> missing = now.missing();
        return missing.isEmpty() ? List.of("container: shutting down") : missing;
    }
}
