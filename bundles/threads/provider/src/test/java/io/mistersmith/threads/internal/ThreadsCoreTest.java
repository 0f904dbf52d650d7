package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.threads.ThreadPools;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;

class ThreadsCoreTest {

    private final ThreadsCore core = new ThreadsCore(
            answering(ThreadsConfig.class, Map.of()),
            answering(
                    BundleContext.class,
                    Map.of(
                            "registerService",
                            answering(ServiceRegistration.class, Map.of()),
                            "getBundle",
                            bundle(Bundle.ACTIVE))));

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void viewTakesTasksWhileItsBundleRuns() {
        assertThatNoException()
                .isThrownBy(() -> core.viewOf(bundle(Bundle.ACTIVE)).io().execute(() -> {}));
        assertThatNoException()
                .isThrownBy(() -> core.viewOf(bundle(Bundle.STARTING)).io().execute(() -> {}));
    }

    @Test
    void viewThatABundleAsksForAfterItsEndTakesNothing() {
        core.bundleChanged(new BundleEvent(BundleEvent.STOPPED, bundle(Bundle.RESOLVED)));

        ThreadPools late = core.viewOf(bundle(Bundle.RESOLVED));

        assertThatThrownBy(() -> late.io().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> late.after(Duration.ofMillis(1), () -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void bundleThatStartsAgainHasAViewThatTakesTasks() {
        core.viewOf(bundle(Bundle.RESOLVED));

        assertThatNoException()
                .isThrownBy(() -> core.viewOf(bundle(Bundle.ACTIVE)).io().execute(() -> {}));
    }

    private static Bundle bundle(int state) {
        return answering(
                Bundle.class,
                Map.of(
                        "getBundleId",
                        7L,
                        "getState",
                        state,
                        "getSymbolicName",
                        "orders",
                        "getVersion",
                        Version.emptyVersion));
    }

    /** Answers what it is told to, and what an annotation's default is; else nothing. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
