package io.mistersmith.gateway.internal.intake;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.SubscribeOptions;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventstore.EventIdReusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores in a map, in the order of the calls, and answers on an executor, so that a test decides when. */
public final class FakeBus implements EventBus {

    private final Executor answers;
    private final Map<String, NewEvent<JsonPayload>> stored = new LinkedHashMap<>();
    private final Map<String, Receipt> receipts = new LinkedHashMap<>();
    private volatile Function<NewEvent<JsonPayload>, @Nullable RuntimeException> failure = event -> null;

    public FakeBus(Executor answers) {
        this.answers = answers;
    }

    /** What a publish fails with; the function gives null for those that succeed. */
    public void failing(Function<NewEvent<JsonPayload>, @Nullable RuntimeException> failure) {
        this.failure = failure;
    }

    /** Ids of what is stored, in its order. */
    public synchronized List<String> ids() {
        return stored.values().stream().map(event -> String.valueOf(event.id())).toList();
    }

    /** The stored event of this id. */
    public synchronized NewEvent<JsonPayload> event(String id) {
        return stored.values().stream()
                .filter(event -> Objects.equals(event.id(), id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public CompletionStage<Receipt> publishGuaranteed(Object event) {
        return publishBatch(List.of(event)).thenApply(receipts -> receipts.get(0));
    }

    @Override
    @SuppressWarnings("unchecked") // the gateway publishes nothing else
    public CompletionStage<List<Receipt>> publishBatch(List<?> events) {
        CompletableFuture<List<Receipt>> answer = new CompletableFuture<>();
        try {
            List<Receipt> result = store((List<NewEvent<JsonPayload>>) events);
            answers.execute(() -> answer.complete(result));
        } catch (RuntimeException e) {
            answers.execute(() -> answer.completeExceptionally(e));
        }
        return answer;
    }

    private synchronized List<Receipt> store(List<NewEvent<JsonPayload>> events) {
        for (int i = 0; i < events.size(); i++) {
            NewEvent<JsonPayload> event = events.get(i);
            RuntimeException reason = failure.apply(event);
            if (reason != null) {
                throw reason;
            }
            NewEvent<JsonPayload> before = stored.get(key(event));
            if (before != null && !before.payload().equals(event.payload())) {
                throw new EventIdReusedException(
                        String.valueOf(event.source()), String.valueOf(event.id()), i, "payload");
            }
        }
        List<Receipt> result = new ArrayList<>();
        for (NewEvent<JsonPayload> event : events) {
            boolean duplicate = stored.putIfAbsent(key(event), event) != null;
            Receipt receipt = receipts.computeIfAbsent(key(event), key -> receipt(event, stored.size()));
            result.add(duplicate ? again(receipt) : receipt);
        }
        return result;
    }

    private static String key(NewEvent<JsonPayload> event) {
        return event.source() + "\n" + event.id();
    }

    private static Receipt receipt(NewEvent<JsonPayload> event, long position) {
        return new Receipt(
                String.valueOf(event.source()), String.valueOf(event.id()), "stream", position, position, false);
    }

    private static Receipt again(Receipt first) {
        return new Receipt(first.source(), first.id(), first.stream(), first.version(), first.position(), true);
    }

    @Override
    public int publish(Object payloadOrEvent) {
        throw new UnsupportedOperationException("The gateway publishes guaranteed only");
    }

    @Override
    public <T> Subscription subscribe(
            Class<T> payload, Consumer<SubscribeOptions> options, EventHandler<? super T> handler) {
        throw new UnsupportedOperationException("The gateway does not subscribe");
    }
}
