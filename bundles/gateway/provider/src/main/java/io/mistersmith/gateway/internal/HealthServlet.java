package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Problem;
import io.mistersmith.gateway.internal.intake.Reply;
import io.mistersmith.lifecycle.Readiness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The probes. They need neither a token nor anything else of this container; without health checks, readiness alone
 * decides.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("mistersmith-health")
@HttpWhiteboardServletPattern({OwnPaths.HEALTH, OwnPaths.ALL_HEALTH, OwnPaths.READY, OwnPaths.LIVEZ, OwnPaths.READYZ})
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    transient volatile @Nullable Readiness readiness;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    transient volatile @Nullable HealthCheckExecutor executor;

    private volatile boolean wasReady;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Reply answer = answer(request);
        Replies.send(response, answer.status() == 503 ? answer.with("Retry-After", "1") : answer);
    }

    private Reply answer(HttpServletRequest request) {
        String info = request.getPathInfo();
        String path = request.getServletPath() + (info == null ? "" : info);
        String probe = probe(path);
        if (probe.isEmpty()) {
            return Problem.refused(
                            404,
                            "nothing at " + request.getRequestURI()
                                    + ". There are /health/live, /health/ready and /health/started")
                    .reply();
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            return Problem.refused(405, "probes are asked by GET").reply().with("Allow", "GET, HEAD");
        }
        List<Finding> findings = find(probe);
        boolean verbose = verbose(request.getQueryString());
        return verbose || path.endsWith("z")
                ? Probe.text(path.substring(path.lastIndexOf('/') + 1), findings, verbose)
                : Probe.json(findings);
    }

    /** Parameters are not decoded, so that a malformed one is ignored like any other that is not known. */
    private static boolean verbose(@Nullable String query) {
        return query != null
                && Arrays.stream(query.split("&", -1)).anyMatch(p -> p.equals("verbose") || p.startsWith("verbose="));
    }

    /** Which of the three a path asks for; empty: none. */
    private static String probe(String path) {
        return switch (path) {
            case "/health/live", "/health", "/livez" -> "live";
            case "/health/ready", "/ready", "/readyz" -> "ready";
            case "/health/started" -> "started";
            default -> "";
        };
    }

    private List<Finding> find(String probe) {
        List<Finding> findings = new ArrayList<>();
        if (probe.equals("ready") || (probe.equals("started") && !wasReady)) {
            missing().forEach(line -> findings.add(Finding.missing(line)));
            wasReady |= findings.isEmpty();
        }
        findings.addAll(Checks.run(executor, probe));
        return findings;
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
