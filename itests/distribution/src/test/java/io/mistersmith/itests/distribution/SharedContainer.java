package io.mistersmith.itests.distribution;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods a {@link Container} parameter: one that is started at the first need and shared by all classes that
 * have this extension, for tests that leave it as they found it. When a test fails, the end of its log is printed.
 */
final class SharedContainer implements ParameterResolver, AfterTestExecutionCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedContainer.class);
    private static final int LINES = 30;

    /** Closed by JUnit after the last test. */
    private record Shared(Container container) implements AutoCloseable {

        static Shared start() {
            return new Shared(Container.fresh("shared").start());
        }

        @Override
        public void close() {
            container.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Container.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).container();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> {
            Container container = shared(context).container();
            String[] lines = container.log().split("\n");
            StringBuilder end =
                    new StringBuilder("the log of ").append(container).append(" ends:\n");
            for (int i = Math.max(0, lines.length - LINES); i < lines.length; i++) {
                end.append(lines[i]).append('\n');
            }
            context.publishReportEntry("log", end.toString());
        });
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }
}
