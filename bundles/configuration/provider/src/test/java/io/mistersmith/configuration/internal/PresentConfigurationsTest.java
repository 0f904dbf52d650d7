package io.mistersmith.configuration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class PresentConfigurationsTest {

    private static final String PID = "io.mistersmith.examples.orders";

    private final PresentConfigurations configurations =
            new PresentConfigurations(context(), new MetatypeIndex(bundle -> true), Path.of("etc"));
    private ServiceReference<?> admin = fake(ServiceReference.class, Map.of());
    private @Nullable Configured configured = new Configured();
    private int listed;

    /** What Config Admin has. */
    private static final class Configured {
        String value = "1";
        boolean deleted;
    }

    @Test
    void aConfigurationIsLookedForOnceAndShowsItsValuesOfNow() {
        assertThat(configurations.stored(PID)).isEqualTo(Map.of("key", "1"));
        present().value = "2";

        assertThat(configurations.stored(PID)).isEqualTo(Map.of("key", "2"));
        assertThat(listed).isEqualTo(1);
    }

    @Test
    void oneThatWasDeletedIsLookedForAnew() {
        assertThat(configurations.stored(PID)).isEqualTo(Map.of("key", "1"));
        present().deleted = true;
        configured = null;
        assertThat(configurations.stored(PID)).isEmpty();

        configured = new Configured();
        present().value = "new";
        assertThat(configurations.stored(PID)).isEqualTo(Map.of("key", "new"));
    }

    @Test
    void oneOfAnotherConfigAdminIsLookedForAnew() {
        assertThat(configurations.stored(PID)).isEqualTo(Map.of("key", "1"));
        configured = new Configured();
        present().value = "of the other";
        admin = fake(ServiceReference.class, Map.of());

        assertThat(configurations.stored(PID)).isEqualTo(Map.of("key", "of the other"));
    }

    private Configured present() {
        return Objects.requireNonNull(configured);
    }

    private BundleContext context() {
        return fake(
                BundleContext.class,
                Map.of(
                        "getServiceReference",
                        () -> admin,
                        "getService",
                        () -> fake(ConfigurationAdmin.class, Map.of("listConfigurations", this::list))));
    }

    private Configuration @Nullable [] list() {
        listed++;
        Configured one = configured;
        return one == null
                ? null
                : new Configuration[] {
                    fake(
                            Configuration.class,
                            Map.of(
                                    "getChangeCount",
                                    () -> of(one, 1L),
                                    "getProperties",
                                    () -> of(one, new Hashtable<>(Map.of("key", one.value)))))
                };
    }

    private static <T> T of(Configured one, T answer) {
        if (one.deleted) {
            throw new IllegalStateException("deleted");
        }
        return answer;
    }

    private static <T> T fake(Class<T> type, Map<String, Supplier<@Nullable Object>> methods) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Supplier<@Nullable Object> known = methods.get(method.getName());
                    if (known != null) {
                        return known.get();
                    }
                    return switch (method.getName()) {
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                }));
    }
}
