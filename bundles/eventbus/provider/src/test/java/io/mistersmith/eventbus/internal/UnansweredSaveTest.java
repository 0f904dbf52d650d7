package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.Consumers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store that takes a save and never says what became of it. */
class UnansweredSaveTest {

    private final DurableFixture durable = new DurableFixture();
    private final Fixture f = durable.f;
    private boolean silent;
    private int opened;

    @Test
    void subscriptionIsOpenedAnewAndGoesOn() {
        f.core.store(f.store, hushing(Consumers.class, f.store));
        var unused = durable.durable("flags", 1);
        f.pools.drain();
        durable.store(new Placed("o-1", 1));
        f.pools.drain();
        f.seconds(5);
        assertThat(durable.saved("flags").progress().position()).isEqualTo(1);

        silent = true;
        durable.store(new Placed("o-2", 2));
        f.pools.drain();
        f.seconds(50);
        assertThat(opened).as("times opened while there is patience").isEqualTo(1);
        silent = false;
        f.seconds(80);

        assertThat(opened).as("times opened").isEqualTo(2);
        durable.store(new Placed("o-3", 3));
        f.pools.drain();
        f.seconds(5);
        assertThat(durable.saved("flags").progress().position()).isEqualTo(3);
        assertThat(f.status("flags").state()).isEqualTo("running");
        assertThat(f.status("flags").problem()).isEmpty();
        assertThat(durable.seen).contains("o-1/1#1", "o-2/2#1", "o-3/3#1");
    }

    /** The same, but that saves are not carried out nor answered while the store is silent. */
    private <T> T hushing(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save") && silent) {
                        return new CompletableFuture<Void>();
                    }
                    Object answer = call(method, real, arguments);
                    if (answer instanceof Consumer consumer) {
                        opened++;
                        return hushing(Consumer.class, consumer);
                    }
                    return answer;
                }));
    }

    private static @Nullable Object call(Method method, Object real, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
