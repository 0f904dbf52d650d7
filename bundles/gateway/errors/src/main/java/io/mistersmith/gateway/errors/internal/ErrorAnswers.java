package io.mistersmith.gateway.errors.internal;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.util.component.Container;

/**
 * Replaces the error pages of the Jetty server that this handler is added to: those of the server when it starts, those of
 * each servlet context before the context is reachable. Handles no request itself.
 */
final class ErrorAnswers extends AbstractHandler {

    /** Called while the server starts, before its connectors accept. */
    @Override
    protected void doStart() throws Exception {
        ServerErrors errors = new ServerErrors();
        errors.setServer(getServer()); // first, because a server that is starting starts what it is given at once
        getServer().setErrorHandler(errors);
        getServer().addBean(new ContextListener(), false);
        super.doStart();
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) {
        // servlets answer
    }

    /** Gives every servlet context its error answers when the context is added, anywhere below the server. */
    private static final class ContextListener implements Container.InheritedListener {

        @Override
        public void beanAdded(Container parent, Object child) {
            if (child instanceof ServletContextHandler context
                    && !(context.getErrorHandler() instanceof ContextErrors)) {
                context.setErrorHandler(new ContextErrors());
            }
        }

        @Override
        public void beanRemoved(Container parent, Object child) {
            // a context keeps its error answers
        }
    }
}
