package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.event.Event;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.internal.Orders.Ping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options a subscription may have. */
class SubscribeOptionsTest {

    private final Fixture f = new Fixture();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order..placed | malformed at place 7",
                "order.* | malformed at place 7",
                "order placed | malformed at place 6",
                ".** | is empty",
            })
    void malformedPatternIsRefusedWithItsPlace(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Event.class, o -> o.types(pattern), (e, c) -> {}))
                .withMessageContaining(message)
                .withMessageContaining("\"" + pattern + "\"");
    }

    @Test
    void optionsOutOfRangeOrThatDoNotFitAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Ping.class, o -> o.concurrency(65), (e, c) -> {}))
                .withMessage("concurrency=65 is not within 1..64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Ping.class, o -> o.queueCapacity(15), (e, c) -> {}))
                .withMessage("queue.capacity=15 is not within 16..1048576");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Ping.class, o -> o.durable("Bad Name"), (e, c) -> {}))
                .withMessageContaining("durable=\"Bad Name\"");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> f.bus.subscribe(Ping.class, o -> o.durable("x").overflow(Overflow.FAIL), (e, c) -> {}))
                .withMessageContaining("overflow=FAIL does not fit durable=x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(Event.class, o -> {}, (e, c) -> {}))
                .withMessageStartingWith("types is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.bus.subscribe(String.class, o -> {}, (e, c) -> {}))
                .withMessageContaining("java.lang.String is neither a record");
    }
}
