package io.mistersmith.gateway.errors.internal;

import java.io.IOException;
import java.util.function.LongSupplier;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.util.component.Container;

/**
 * Replaces the error pages of the Jetty server that this handler is added to: those of the server when it starts, those of
 * each servlet context before the context is reachable. Gives every connector its {@link HeadTimeout}. Of requests it handles
 * {@code TRACE} alone, which a servlet would send back with all headers.
 */
final class ErrorAnswers extends AbstractHandler {

    private final LongSupplier headTimeout;

    /** Answers of one server; {@code headTimeout} gives the milliseconds in force. */
    ErrorAnswers(LongSupplier headTimeout) {
        this.headTimeout = headTimeout;
    }

    /** Called while the server starts, before its connectors accept. */
    @Override
    protected void doStart() throws Exception {
        ServerErrors errors = new ServerErrors();
        errors.setServer(getServer()); // first, because a server that is starting starts what it is given at once
        getServer().setErrorHandler(errors);
        getServer().addBean(new Newcomers(headTimeout), false);
        super.doStart();
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (HttpMethod.TRACE.is(request.getMethod())) {
            base.setHandled(true);
            response.sendError(HttpStatus.METHOD_NOT_ALLOWED_405);
        }
    }

    /**
     * Gives every servlet context its error answers, and every connector its limit, when it is added, anywhere below the
     * server; those that are there already count as added.
     */
    private record Newcomers(LongSupplier headTimeout) implements Container.InheritedListener {

        @Override
        public void beanAdded(Container parent, Object child) {
            if (child instanceof ServletContextHandler context
                    && !(context.getErrorHandler() instanceof ContextErrors)) {
                context.setErrorHandler(new ContextErrors());
            } else if (child instanceof AbstractConnector connector && connector.getBean(HeadTimeout.class) == null) {
                connector.addBean(new HeadTimeout(connector.getScheduler(), headTimeout), false);
            }
        }

        @Override
        public void beanRemoved(Container parent, Object child) {
            // they keep what they have
        }
    }
}
