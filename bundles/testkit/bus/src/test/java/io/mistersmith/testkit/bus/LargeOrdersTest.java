package io.mistersmith.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.event.Event;
import io.mistersmith.event.EventType;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.Subject;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.testkit.EventCollector;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a plugin author tests a plugin: handler, projection and what they make of events, without a container. */
class LargeOrdersTest {

    @EventType("order.placed")
    record OrderPlaced(@Subject String order, String customer, String currency, BigDecimal amount) {}

    @EventType("order.flagged")
    record OrderFlagged(@Subject String order, BigDecimal limit) {}

    @Subscribe(durable = "large-orders")
    static final class LargeOrders implements EventHandler<OrderPlaced> {

        private final BigDecimal limit;
        private final Metrics.Family<Counter> flagged;

        LargeOrders(int limit, Metrics metrics) {
            this.limit = BigDecimal.valueOf(limit);
            flagged = metrics.counter("orders_flagged_total", "Orders above the limit", "currency");
        }

        @Override
        public void handle(OrderPlaced order, EventContext context) {
            if (order.amount().signum() < 0) {
                throw new IllegalArgumentException("negative amount");
            }
            if (order.amount().compareTo(limit) > 0) {
                context.emit(new OrderFlagged(order.order(), limit));
                flagged.with(order.currency()).increment();
            }
        }
    }

    static final class Totals implements Projection<OrderPlaced, BigDecimal> {

        @Override
        public String name() {
            return "totals";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public String key(OrderPlaced order, Event<?> event) {
            return order.customer();
        }

        @Override
        public BigDecimal apply(Optional<BigDecimal> before, OrderPlaced order, Event<?> event) {
            return before.orElse(BigDecimal.ZERO).add(order.amount());
        }
    }

    private final TestBus bus = new TestBus();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void ordersAboveTheLimitAreFlagged() {
        bus.subscribe(new LargeOrders(1_000, bus.metrics()));
        bus.drain();

        bus.publishGuaranteed(order("o-1", 999));
        bus.publishGuaranteed(order("o-2", 1_001));
        bus.drain();

        assertThat(bus.stored(OrderFlagged.class)).containsExactly(new OrderFlagged("o-2", BigDecimal.valueOf(1_000)));
        assertThat(bus.metrics().value("orders_flagged_total", "EUR")).isEqualTo(1);
    }

    @Test
    void orderThatCannotBeHandledIsParkedAfterItsRetries() {
        bus.subscribe(new LargeOrders(1_000, bus.metrics()));
        bus.drain();

        bus.publishGuaranteed(order("o-1", -1));
        bus.drain();
        assertThat(bus.letters()).as("before the retries").isEmpty();
        bus.advance(Duration.ofMinutes(4));

        assertThat(bus.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.attempts()).isEqualTo(10);
            assertThat(letter.cause()).contains("negative amount");
        });
        assertThat(bus.letters()).extracting(DeadLetter::consumer).containsExactly("large-orders");
    }

    @Test
    void totalsAreCounted() {
        bus.project(new Totals());

        bus.publishBatch(List.of(order("o-1", 10), order("o-2", 5)));
        bus.drain();

        assertThat(bus.views().get("totals", "Ann", BigDecimal.class)).contains(BigDecimal.valueOf(15));
    }

    @Test
    void nothingIsLostWhileTheStoreIsAway() {
        bus.subscribe(new LargeOrders(1_000, bus.metrics()));
        bus.project(new Totals());
        bus.drain();
        bus.publishGuaranteed(order("o-1", 2_000));
        bus.goAway();
        bus.drain();
        assertThat(bus.metrics().value("orders_flagged_total", "EUR")).isZero();

        bus.comeBack();
        bus.advance(Duration.ofMinutes(1));

        assertThat(bus.stored(OrderFlagged.class)).hasSize(1);
        assertThat(bus.views().get("totals", "Ann", BigDecimal.class)).contains(BigDecimal.valueOf(2_000));
    }

    @Test
    void plainPublishReachesSubscriptionsInMemory() {
        EventCollector<OrderPlaced> collector = new EventCollector<>();
        bus.subscribe(OrderPlaced.class, options -> {}, collector);

        assertThat(bus.publish(order("o-1", 7))).isEqualTo(1);
        assertThat(collector.payloads()).as("before drain").isEmpty();
        bus.drain();

        assertThat(collector.payloads()).containsExactly(order("o-1", 7));
        assertThat(bus.stored()).isEmpty();
    }

    @Test
    void sameEventAgainIsStoredAndHandledOnce() {
        EventCollector<OrderPlaced> collector = new EventCollector<>();
        bus.subscribe(OrderPlaced.class, options -> options.durable("once"), collector);
        bus.drain();
        NewEvent<OrderPlaced> event = NewEvent.of(order("o-1", 7)).withId("e-1");

        bus.publishGuaranteed(event);
        var again = bus.publishGuaranteed(event).toCompletableFuture();
        bus.drain();

        assertThat(again.join()).extracting(Receipt::duplicate).isEqualTo(true);
        assertThat(collector.payloads()).hasSize(1);
    }

    @Test
    void handlerThatDoesNotSayWhatItHandlesIsRefused() {
        EventHandler<OrderPlaced> lambda = (order, context) -> {};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.subscribe(lambda))
                .withMessageContaining("does not say what it handles");
    }

    private static OrderPlaced order(String order, int amount) {
        return new OrderPlaced(order, "Ann", "EUR", BigDecimal.valueOf(amount));
    }
}
