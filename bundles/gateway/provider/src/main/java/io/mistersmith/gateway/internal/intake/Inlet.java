package io.mistersmith.gateway.internal.intake;

import io.mistersmith.event.CloudEvents;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventBus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way from bytes to the bus. Both services it uses may come and go; while one is away everything fails with
 * {@link BusUnavailableException}. Thread-safe; what is wrong is told by the stage, never thrown.
 */
public final class Inlet {

    /** A batch of the event bus holds no more. */
    static final int MAX_BATCH = 4_000;

    private volatile @Nullable EventBus bus;
    private volatile @Nullable CloudEvents cloudEvents;

    /** Publishes on this bus from now on; null: on none. */
    public void bus(@Nullable EventBus bus) {
        this.bus = bus;
    }

    /** Reads events with this from now on; null: with none. */
    public void cloudEvents(@Nullable CloudEvents cloudEvents) {
        this.cloudEvents = cloudEvents;
    }

    /** Forgets this bus, unless another took its place. */
    public void remove(EventBus gone) {
        if (bus == gone) {
            bus = null;
        }
    }

    /** Forgets this reader, unless another took its place. */
    public void remove(CloudEvents gone) {
        if (cloudEvents == gone) {
            cloudEvents = null;
        }
    }

    /** Whether both services are there. */
    public boolean open() {
        return bus != null && cloudEvents != null;
    }

    CompletionStage<Receipt> structured(byte[] utf8) {
        return attempt(() -> bus().publishGuaranteed(reader().fromJson(utf8)));
    }

    CompletionStage<Receipt> binary(Map<String, String> attributes, String contentType, byte[] body) {
        return attempt(() -> bus().publishGuaranteed(reader().fromBinary(attributes, contentType, body)));
    }

    /** All or none. */
    CompletionStage<List<Receipt>> batch(byte[] utf8, int maxEventBytes) {
        return attempt(() -> {
            List<NewEvent<JsonPayload>> events = reader().fromJsonBatch(utf8);
            if (events.isEmpty()) {
                return CompletableFuture.completedStage(List.of());
            }
            check(events, maxEventBytes);
            return bus().publishBatch(events);
        });
    }

    private static void check(List<NewEvent<JsonPayload>> events, int maxEventBytes) {
        if (events.size() > MAX_BATCH) {
            throw new TooLargeException(
                    Problem.refused(413, events.size() + " events in one batch, allowed are " + MAX_BATCH));
        }
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).payload().json().length() > maxEventBytes) {
                throw new TooLargeException(
                        Problem.tooLong(413, "max.event.bytes", maxEventBytes).at(i));
            }
        }
    }

    private static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> publish) {
        try {
            return publish.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private EventBus bus() {
        EventBus now = bus;
        if (now == null) {
            throw new BusUnavailableException("no event bus service");
        }
        return now;
    }

    private CloudEvents reader() {
        CloudEvents now = cloudEvents;
        if (now == null) {
            throw new BusUnavailableException("no CloudEvents service");
        }
        return now;
    }

    /** A batch that cannot be taken for its size. */
    static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        TooLargeException(Problem problem) {
            super(problem.error());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
