package io.mistersmith.eventstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mistersmith.eventstore.Consumer;
import io.mistersmith.testkit.InMemoryEventStore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OpenedConsumersTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final OpenedConsumers opened = new OpenedConsumers();
    private final AtomicBoolean running = new AtomicBoolean(true);

    @Test
    void consumersEndWithTheirOwnerAndNoOther() {
        open(1, "a");
        open(1, "b");
        open(2, "c");

        opened.ended(1);

        assertThat(openNames()).containsExactly("c");
    }

    @Test
    void ownerThatHasEndedOpensNothing() {
        running.set(false);

        assertThatIllegalStateException().isThrownBy(() -> open(1, "a")).withMessageContaining("has stopped");
        assertThat(store.list()).isEmpty();
    }

    @Test
    void consumerWhoseOwnerEndsWhileItIsOpenedIsClosed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> opened.open(1, "a", running::get, () -> {
                    running.set(false);
                    opened.ended(1);
                    return store.open("a", 0);
                }))
                .withMessageContaining("consumer a is not opened");

        assertThat(openNames()).isEmpty();
    }

    private Consumer open(long owner, String name) {
        return opened.open(owner, name, running::get, () -> store.open(name, 0));
    }

    private java.util.List<String> openNames() {
        return store.list().stream()
                .filter(one -> one.open())
                .map(one -> one.name())
                .toList();
    }
}
