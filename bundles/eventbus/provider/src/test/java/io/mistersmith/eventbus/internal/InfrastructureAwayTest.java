package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.testkit.InMemoryEventStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the bus needs to make a call is away: nothing counts as failed, and it shows. */
class InfrastructureAwayTest {

    private final DurableFixture d = new DurableFixture();
    private final Fixture f = d.f;
    private boolean away;

    /** The codec as the store sees it, which may come back later than to the bus. */
    private final PayloadCodec stores = (PayloadCodec) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {PayloadCodec.class}, (proxy, method, arguments) -> {
                if (away && method.getName().equals("decode")) {
                    throw new StoreUnavailableException("no payload codec", false, null);
                }
                return method.invoke(new JacksonPayloadCodec(), arguments);
            });

    @Test
    void missingCodecPausesAndUsesUpNoAttempt() {
        InMemoryEventStore store = new InMemoryEventStore(stores, f.pools.compute(), f.pools.clock());
        f.core.store(store, store);
        List<Object> orders = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            orders.add(new Placed("o-" + i, i));
        }
        var unused = store.append(orders);
        f.pools.drain();
        away = true;
        f.core.codec(null);
        d.durable("flags", 4);

        f.seconds(12);
        assertThat(f.status("flags").state()).isEqualTo("waiting for the payload codec");
        assertThat(f.status("flags").problem()).isEqualTo("no handler is called until the payload codec is back");
        f.core.codec(new JacksonPayloadCodec());
        f.pools.drain();
        assertThat(f.seen).as("while only the bus has it").isEmpty();
        away = false;
        f.seconds(3);

        assertThat(f.seen).hasSize(100);
        assertThat(f.status("flags").state()).isEqualTo("running");
        assertThat(f.status("flags").problem()).isEmpty();
        assertThat(f.status("flags").failed()).isZero();
        assertThat(f.status("flags").parked()).isZero();
        assertThat(f.status("flags").handled()).isEqualTo(100);
    }

    @Test
    void whatTheHandlerItselfCallsIsItsFailure() {
        Subscription unused = f.core.subscribe(
                SHOP,
                "shop:h",
                Placed.class,
                o -> o.durable("flags").fromFirst().retry(2, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (EventHandler<Placed>) (p, c) -> {
                    throw new StoreUnavailableException("the handler's own store", false, null);
                });
        d.store(new Placed("o-1", 1));

        f.seconds(5);

        assertThat(f.status("flags").failed()).isEqualTo(2);
        assertThat(f.status("flags").parked()).isOne();
    }

    @Test
    void missingPoolsShow() {
        d.durable("flags", 1);
        f.pools.drain();
        f.core.threads(null);

        assertThat(f.status("flags").state()).isEqualTo("waiting for the thread pools");
        assertThat(f.status("flags").problem()).isEqualTo("no handler is called until the thread pools are back");
        f.core.threads(f.pools);
        assertThat(f.status("flags").state()).isEqualTo("running");
    }

    /** Whichever call fails while the consumer is opened, it is given back, so that it can be opened again. */
    @Test
    void openingThatFailsHalfwayIsTriedAgain() {
        for (String method : List.of("progress", "letters", "onCommit")) {
            boolean[] fails = {true};
            f.core.store(f.store, failing(Consumers.class, f.store, method, fails));
            Subscription subscription = d.durable(method.toLowerCase(java.util.Locale.ROOT), 1);
            d.store(new Placed(method, 1));
            f.seconds(5);

            assertThat(fails[0]).as("%s was called", method).isFalse();
            assertThat(subscription.status().state()).as(method).isEqualTo("running");
            assertThat(f.seen.toString()).contains(method);
            subscription.close();
        }
    }

    private static <T> T failing(Class<T> type, T real, String failing, boolean[] fails) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals(failing) && fails[0] && real instanceof Consumer) {
                        fails[0] = false;
                        throw new StoreUnavailableException("once", false, null);
                    }
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof Consumer consumer
                                ? failing(Consumer.class, consumer, failing, fails)
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                }));
    }
}
