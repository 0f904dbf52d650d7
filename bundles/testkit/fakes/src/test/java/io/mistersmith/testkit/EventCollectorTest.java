package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.Event;
import io.mistersmith.eventbus.EventContext;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventCollectorTest {

    private final EventCollector<String> collector = new EventCollector<>();

    @Test
    void awaitReturnsWhenEnoughCame() throws Exception {
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
            handle("a");
            handle("b");
        });

        assertThat(collector.await(2, Duration.ofSeconds(20))).containsExactly("a", "b");
        later.join();
    }

    @Test
    void awaitSaysWhatCameInsteadWhenTimeIsUp() {
        handle("a");

        assertThatThrownBy(() -> collector.await(2, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("came 1 events, not 2: [a]");
    }

    @Test
    void failuresAreThrownFirstAndKeepNothing() {
        collector.failNext(1, new IllegalStateException("broken"));

        assertThatThrownBy(() -> handle("a")).hasMessageContaining("broken");
        handle("a");

        assertThat(collector.payloads()).containsExactly("a");
    }

    private void handle(String payload) {
        try {
            collector.handle(payload, new Context());
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static final class Context implements EventContext {

        @Override
        public Event<?> event() {
            return new MemoryEvent(
                    new io.mistersmith.event.internal.JacksonPayloadCodec(),
                    "s",
                    1,
                    1,
                    "id",
                    "source",
                    "type",
                    1,
                    java.time.Instant.EPOCH,
                    null,
                    null,
                    null,
                    null,
                    java.util.Map.of(),
                    "1");
        }

        @Override
        public OptionalLong position() {
            return OptionalLong.empty();
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public boolean replay() {
            return false;
        }

        @Override
        public void emit(Object payloadOrEvent) {
            throw new IllegalStateException("not durable");
        }
    }
}
