package io.mistersmith.resilience.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.testkit.ManualThreadPools;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerEventsTest {

    private final List<Object> published = new ArrayList<>();
    private final ManualThreadPools threads = new ManualThreadPools();
    private final BreakerEvents events = new BreakerEvents();
    private final EventBus bus = bus();

    private EventBus bus() {
        return (EventBus) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, arguments) -> {
                    published.add(arguments[0]);
                    if (published.size() > 3) {
                        throw new IllegalStateException("closed");
                    }
                    return 1;
                });
    }

    @Test
    void eachChangeIsAnEventThatAnotherThreadPublishes() {
        events.bus = bus;
        events.threads(threads);

        events.changed("orders", State.CLOSED, State.FORCED_OPEN);
        events.changed("orders", State.OPEN, State.HALF_OPEN);
        events.changed("orders", State.HALF_OPEN, State.CLOSED);
        assertThat(published).isEmpty();
        threads.drain();

        assertThat(published)
                .containsExactly(
                        new BreakerOpened("orders", "closed", "forced open"),
                        new BreakerHalfOpened("orders", "open", "half open"),
                        new BreakerClosed("orders", "half open", "closed"));
        events.changed("orders", State.CLOSED, State.OPEN);
        threads.drain();
        assertThat(threads.failures()).isEmpty();
    }

    @Test
    void withoutBusOrPoolsNobodyIsHeldUp() {
        assertThatNoException().isThrownBy(() -> events.changed("orders", State.CLOSED, State.OPEN));
        events.bus = bus;
        assertThatNoException().isThrownBy(() -> events.changed("users", State.CLOSED, State.OPEN));
        threads.full(true);
        events.threads(threads);
        assertThatNoException().isThrownBy(() -> events.changed("users", State.OPEN, State.HALF_OPEN));
        threads.drain();
        assertThat(published).isEmpty();

        threads.full(false);
        events.changed("users", State.HALF_OPEN, State.CLOSED);
        threads.drain();

        assertThat(published)
                .as("what waited for a thread, in its order")
                .containsExactly(
                        new BreakerOpened("users", "closed", "open"),
                        new BreakerHalfOpened("users", "open", "half open"),
                        new BreakerClosed("users", "half open", "closed"));
    }

    @Test
    void eventsThatWaitInPoolsThatAreReplacedArePublishedByTheNextOnes() {
        events.bus = bus;
        events.threads(threads);
        events.changed("orders", State.CLOSED, State.OPEN);

        events.withoutThreads(threads);
        threads.close();
        assertThat(published).isEmpty();
        ManualThreadPools next = new ManualThreadPools();
        events.threads(next);
        next.drain();

        assertThat(published).containsExactly(new BreakerOpened("orders", "closed", "open"));
    }

    @Test
    void oldPoolsMayEndAfterTheNextOnesCame() {
        events.bus = bus;
        events.threads(threads);
        events.changed("orders", State.CLOSED, State.OPEN);
        ManualThreadPools next = new ManualThreadPools();

        events.threads(next);
        events.withoutThreads(threads);
        threads.close();
        next.drain();

        assertThat(published).containsExactly(new BreakerOpened("orders", "closed", "open"));
    }
}
