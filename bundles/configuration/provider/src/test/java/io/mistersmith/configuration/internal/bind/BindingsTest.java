package io.mistersmith.configuration.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.configuration.Configurations.Live;
import java.lang.annotation.Retention;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

class BindingsTest {

    private static final String PID = "io.mistersmith.examples.orders";

    @interface OrdersConfig {
        int large_above() default 1000;
    }

    @interface Nested {
        Retention of();
    }

    private final Map<String, Object> properties = new HashMap<>();
    private final Map<String, Object> staged = new HashMap<>();
    private final Map<String, Object> good = new HashMap<>(Map.of("large.above", "1000"));
    private final List<String> described = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> redelivered = new ArrayList<>();
    private final Bundle owner = bundle();
    private @Nullable ExecutorService threads;
    private final Bindings bindings = new Bindings(
            pid -> properties,
            (bundle, pid, schema) -> described.add(pid + " " + schema),
            (pid, key, reason) -> {
                refused.add(key + " " + reason);
                properties.putAll(good);
            },
            new Bindings.Uses() {
                @Override
                public void redeliver(String pid) {
                    redelivered.add(pid);
                }

                @Override
                public boolean wait(String pid) {
                    return !staged.isEmpty();
                }

                @Override
                public boolean use(String pid) {
                    return apply(pid);
                }

                @Override
                public boolean apply(String pid) {
                    boolean any = !staged.isEmpty();
                    properties.putAll(staged);
                    staged.clear();
                    return any;
                }
            },
            () -> threads,
            Duration.ofMillis(500));

    @Test
    void whoeverBoundAPidIsKnownUntilItEndsThat() {
        Live<OrdersConfig> first = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        Live<OrdersConfig> second = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);

        assertThat(bindings.users(PID)).containsExactly("shop");
        assertThat(bindings.users("another")).isEmpty();

        first.close();
        second.close();
        assertThat(bindings.users(PID)).isEmpty();
    }

    @Test
    void boundValuesAreThoseOfNowAndFollow() {
        properties.put("large.above", "500");
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        OrdersConfig before = live.get();
        List<String> changes = new ArrayList<>();
        live.onChange((was, is, keys) -> changes.add(was.large_above() + " " + is.large_above() + " " + keys));

        properties.put("large.above", "600");
        bindings.changed(PID);
        bindings.changed(PID);
        bindings.changed("another");

        assertThat(live.get().large_above()).isEqualTo(600);
        assertThat(before.large_above()).as("values read before").isEqualTo(500);
        assertThat(changes).containsExactly("500 600 [large.above]");
        assertThat(described).containsExactly(PID + " " + OrdersConfig.class.getName());
    }

    @Test
    void aRefusalGivesTheOldValuesBackToThoseThatTookTheNew() {
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        List<Integer> first = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        live.onChange((was, is, keys) -> first.add(is.large_above()))
                .onChange((was, is, keys) -> {
                    throw new IllegalStateException("too large");
                })
                .onChange((was, is, keys) -> last.add(is.large_above()));

        properties.put("large.above", "5000");
        bindings.changed(PID);

        assertThat(live.get().large_above()).isEqualTo(1000);
        assertThat(first).containsExactly(5000, 1000);
        assertThat(last).isEmpty();
        assertThat(refused).containsExactly("large.above was refused: too large");
        assertThat(redelivered).containsExactly(PID);
    }

    /** With threads and, as during a start, without: whatever a listener throws, and however it leaves its thread. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverAListenerThrowsRefusesTheChange(boolean withThreads) {
        threads = withThreads ? Executors.newCachedThreadPool() : null;
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        live.onChange((was, is, keys) -> {
            Thread.currentThread().interrupt();
            throw new HostileError();
        });

        properties.put("large.above", "5000");
        bindings.changed(PID);

        assertThat(Thread.interrupted()).as("left interrupted").isFalse();
        assertThat(live.get().large_above()).isEqualTo(1000);
        assertThat(refused).singleElement().asString().contains(HostileError.class.getName(), "shop");
    }

    @Test
    void aListenerThatHangsRefusesTheChangeAndIsLeftOutUntilItReturns() {
        CountDownLatch free = new CountDownLatch(1);
        threads = Executors.newCachedThreadPool();
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        AtomicInteger calls = new AtomicInteger();
        live.onChange((was, is, keys) -> {
            calls.incrementAndGet();
            while (free.getCount() > 0) { // whatever interrupts it
                Thread.onSpinWait();
            }
        });

        for (int large : new int[] {5000, 6000}) {
            properties.put("large.above", String.valueOf(large));
            bindings.changed(PID);
        }
        free.countDown();

        assertThat(calls).hasValue(1);
        assertThat(live.get().large_above()).isEqualTo(1000);
        assertThat(refused).hasSize(2);
        assertThat(refused.get(0)).contains("shop", "did not return within 500 ms");
        assertThat(refused.get(1)).contains("an earlier call has not returned");
    }

    /** An error whose own methods throw it. */
    private static final class HostileError extends Error {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw this;
        }

        @Override
        public String getMessage() {
            throw this;
        }
    }

    @AfterEach
    void endThreads() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    @Test
    void aRefusalTakesTheChangeBackFromAllWhoBoundThePidAtOnce() {
        Live<OrdersConfig> first = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        Live<OrdersConfig> last = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        List<Integer> seen = new ArrayList<>();
        first.onChange((was, is, keys) -> seen.add(is.large_above()));
        last.onChange((was, is, keys) -> {
            throw new IllegalStateException("too large");
        });

        properties.put("large.above", "5000");
        bindings.changed(PID);

        assertThat(seen).containsExactly(5000, 1000);
        assertThat(first.get().large_above()).isEqualTo(1000);
        assertThat(last.get().large_above()).isEqualTo(1000);
        assertThat(refused).hasSize(1);
    }

    @Test
    void valuesThatWaitAreTakenByTheNextUseOnItsThread() {
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        List<Thread> threads = new ArrayList<>();
        live.onChange((was, is, keys) -> {
            threads.add(Thread.currentThread());
            assertThat(live.get().large_above()).as("within the listener").isEqualTo(1000);
        });
        staged.put("large.above", "7");
        bindings.staged(PID);
        assertThat(threads).isEmpty();

        assertThat(live.get().large_above()).isEqualTo(7);
        assertThat(live.get().large_above()).isEqualTo(7);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void whoeverBindsWhileValuesWaitUsesThem() {
        staged.put("large.above", "7");

        assertThat(bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID)
                        .get()
                        .large_above())
                .isEqualTo(7);
    }

    @Test
    void aRefusalAtTheNextUseKeepsTheValuesOfBefore() {
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        live.onChange((was, is, keys) -> {
            throw new IllegalStateException("not now");
        });
        staged.put("large.above", "7");
        bindings.staged(PID);

        assertThat(live.get().large_above()).isEqualTo(1000);
        assertThat(refused).containsExactly("large.above was refused: not now");
    }

    @Test
    void aUnitOfWorkThatBeginsPutsWhatWaitsInForce() {
        assertThat(bindings.beginUse(PID)).isFalse();
        staged.put("large.above", "7");

        assertThat(bindings.beginUse(PID)).isTrue();
        assertThat(properties).containsEntry("large.above", "7");
    }

    @Test
    void aValueThatNoMetatypeCheckedIsRefusedToo() {
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);

        properties.put("large.above", "5oo");
        bindings.changed();

        assertThat(live.get().large_above()).isEqualTo(1000);
        assertThat(refused).containsExactly("large.above is not of type int");
    }

    @Test
    void whatABundleBoundEndsWhenItStops() {
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        Live<OrdersConfig> others = bindings.bind(bundle(), AnnotationShape.of(OrdersConfig.class), PID);

        bindings.stopped(owner);
        properties.put("large.above", "600");
        bindings.changed(PID);

        assertThat(live.get().large_above()).as("the last values stay").isEqualTo(1000);
        assertThat(others.get().large_above()).isEqualTo(600);
    }

    @Test
    void onlyAnnotationTypesWhoseElementsCanBeReadAreBound() {
        assertThatThrownBy(() -> bindings.bind(owner, AnnotationShape.of(String.class), PID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'java.lang.String' is not an annotation type");
        assertThatThrownBy(() -> bindings.bind(owner, AnnotationShape.of(Nested.class), PID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'of' of ");
    }

    @Test
    void valuesAnswerAsAnAnnotationDoes() {
        Live<OrdersConfig> live = bindings.bind(owner, AnnotationShape.of(OrdersConfig.class), PID);
        OrdersConfig values = live.get();

        assertThat(values.annotationType()).isEqualTo(OrdersConfig.class);
        assertThat(live.get()).isEqualTo(values).hasSameHashCodeAs(values).isNotEqualTo(new Object());
        assertThat(values.toString()).contains("OrdersConfig", "large.above");
    }

    private static Bundle bundle() {
        return (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> arguments != null && self == arguments[0];
                    case "getSymbolicName" -> "shop";
                    case "hashCode" -> System.identityHashCode(self);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
