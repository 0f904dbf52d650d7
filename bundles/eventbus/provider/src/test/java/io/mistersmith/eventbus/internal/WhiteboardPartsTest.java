package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.event.Event;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.Options;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.resilience.Backoff;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhiteboardPartsTest {

    private static class Plain implements EventHandler<Ping> {
        @Override
        public void handle(Ping payload, EventContext context) {}
    }

    private static final class Inherited extends Plain {}

    private abstract static class Generic<A, T> implements EventHandler<T> {}

    private static final class Bound extends Generic<String, Ping> {
        @Override
        public void handle(Ping payload, EventContext context) {}
    }

    private static final class OfEvents implements EventHandler<Event<?>> {
        @Override
        public void handle(Event<?> payload, EventContext context) {}
    }

    @Test
    void payloadTypeIsReadFromTheClassWhereverItIsBound() {
        assertThat(PayloadTypes.of(Plain.class)).isEqualTo(Ping.class);
        assertThat(PayloadTypes.of(Inherited.class)).isEqualTo(Ping.class);
        assertThat(PayloadTypes.of(Bound.class)).isEqualTo(Ping.class);
        assertThat(PayloadTypes.of(OfEvents.class)).isEqualTo(Event.class);
    }

    @Test
    void lambdaDoesNotTellItsPayloadType() {
        EventHandler<Ping> lambda = (ping, context) -> {};

        assertThat(PayloadTypes.of(lambda.getClass())).isNull();
    }

    @Test
    void propertiesBecomeOptionsWhetherTypedOrText() {
        Spec spec = spec(Map.of(
                "bus.types", new String[] {"order.**"},
                "bus.durable", "large-orders",
                "bus.start", "first",
                "bus.concurrency", "4",
                "bus.queue.capacity", 500,
                "bus.overflow", "DROP_NEWEST",
                "bus.retry.attempts", 7,
                "bus.retry.backoff", "1s..2m"));

        assertThat(spec.durable()).isEqualTo("large-orders");
        assertThat(spec.start()).isZero();
        assertThat(spec.concurrency()).isEqualTo(4);
        assertThat(spec.queueCapacity()).isEqualTo(500);
        assertThat(spec.retry().attempts()).isEqualTo(7);
        assertThat(spec.retry().backoff().max().toMinutes()).isEqualTo(2);
        assertThat(spec.types()).hasSize(1);
    }

    @Test
    void noPropertiesAreTheDefaults() {
        Spec spec = spec(Map.of());

        assertThat(spec.durable()).isNull();
        assertThat(spec.overflow()).isEqualTo(Overflow.DROP_NEWEST);
        assertThat(spec.pool()).isEqualTo("blocking");
        assertThat(spec.retry().attempts()).isEqualTo(5);
    }

    /** As bnd writes the annotation's defaults into a component. */
    @Test
    void durableHandlerRidesOutThreeMinutesByDefault() {
        Spec spec = spec(Map.of("bus.durable", "flags", "bus.retry.attempts", 0, "bus.retry.backoff", ""));

        assertThat(spec.retry().attempts()).isEqualTo(10);
        assertThat(spec.retry().backoff()).isEqualTo(new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60)));
        assertThat(spec(Map.of("bus.durable", "flags"))).isEqualTo(spec);
        assertThat(spec(Map.of("bus.durable", "flags", "bus.retry.attempts", 3)).retry())
                .isEqualTo(new Lane.Retry(3, spec.retry().backoff()));
    }

    @Test
    void wrongPropertyIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(Map.of("bus.concurrency", "many")))
                .withMessage("bus.concurrency=many is not a whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(Map.of("bus.retry.backoff", "soon")))
                .withMessage("retry.backoff=\"soon\" is not of the form 200ms..30s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(Map.of("bus.start", "yesterday", "bus.durable", "x")))
                .withMessageContaining("start=\"yesterday\"");
    }

    @Test
    void versionsCompareAsNumbers() {
        assertThat(new Owner("orders", "1.10.0")).isGreaterThan(new Owner("orders", "1.9.0"));
        assertThat(new Owner("orders", "1.0.0.B")).isGreaterThan(new Owner("orders", "1.0.0.A"));
    }

    private static Spec spec(Map<String, Object> properties) {
        Options options = new Options(10_000);
        new SubscribeProperties(properties::get).applyTo(options);
        return options.spec();
    }
}
