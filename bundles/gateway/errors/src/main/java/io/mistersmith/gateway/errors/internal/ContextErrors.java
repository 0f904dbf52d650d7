package io.mistersmith.gateway.errors.internal;

import java.io.IOException;
import javax.servlet.RequestDispatcher;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;

/** Errors in a servlet context; an error page that a plugin registered is shown instead. */
final class ContextErrors extends ErrorPageErrorHandler {

    /** Name of the servlet that Pax Web adds to a context in which nothing is mapped to {@code /}. */
    private static final String NO_SERVLET = "default";

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateAcceptableResponse(
            Request base, HttpServletRequest request, HttpServletResponse response, int code, String message)
            throws IOException {
        ErrorBody.of(gatewayAway(base, code) ? HttpStatus.SERVICE_UNAVAILABLE_503 : code, message)
                .send(response);
    }

    /** The gateway's servlet is mapped to {@code /} of the root context, so nothing there means no gateway. */
    private static boolean gatewayAway(Request request, int code) {
        return (code == HttpStatus.NOT_FOUND_404 || code == HttpStatus.METHOD_NOT_ALLOWED_405)
                && request.getErrorContext() != null
                && request.getErrorContext()
                        .getContextHandler()
                        .getContextPath()
                        .equals("/")
                && NO_SERVLET.equals(request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME));
    }
}
