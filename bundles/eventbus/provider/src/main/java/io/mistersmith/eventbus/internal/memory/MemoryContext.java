package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.Event;
import io.mistersmith.eventbus.EventContext;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** About the delivery that a lane makes now; one per lane, so that a call allocates nothing. */
final class MemoryContext implements EventContext {

    private final String subscription;
    private final Supplier<@Nullable Event<?>> present;
    private int attempt;

    MemoryContext(String subscription, Supplier<@Nullable Event<?>> present) {
        this.subscription = subscription;
        this.present = present;
    }

    void begin(int attempt) {
        if (this.attempt != attempt) { // written rarely: publishers may read what lies beside it
            this.attempt = attempt;
        }
    }

    @Override
    public Event<?> event() {
        return current();
    }

    @Override
    public OptionalLong position() {
        return current().position();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public boolean replay() {
        return false;
    }

    @Override
    public void emit(Object payloadOrEvent) {
        throw new IllegalStateException("emit needs a durable subscription: subscription=" + subscription);
    }

    private Envelope current() {
        if (!(present.get() instanceof Envelope now)) {
            throw new IllegalStateException("the call has returned: subscription=" + subscription);
        }
        return now;
    }
}
