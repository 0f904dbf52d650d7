package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contract tests of event stores share: opening the engine, and helpers that read like the domain. */
public abstract class StoreContract {

    /** How long anything may take. */
    protected static final Duration PATIENCE = Duration.ofSeconds(20);

    private Engine engine;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // opened before each test
    protected StoreContract() {}

    /**
     * One engine that is open.
     *
     * @param closing closes it
     */
    public record Engine(EventStore store, Consumers consumers, AutoCloseable closing) {}

    /**
     * Opens the engine. Called again within a test, after the engine was closed, it holds what it held before; for each
     * test it begins empty.
     */
    protected abstract Engine openEngine() throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        engine = openEngine();
    }

    @AfterEach
    final void closeStore() throws Exception {
        engine.closing().close();
    }

    /** Closes the engine and opens it again. */
    protected final void reopen() throws Exception {
        closeStore();
        openStore();
    }

    /** The store under test. */
    protected final EventStore store() {
        return engine.store();
    }

    /** The consumers under test. */
    protected final Consumers consumers() {
        return engine.consumers();
    }

    /** An event of type {@code type} with this id from source {@code contract}. */
    protected static NewEvent<?> event(String id, String type, String json) {
        return NewEvent.json(type, json).withId(id).withSource("contract");
    }

    /** So many events of type {@code thing.happened} with the ids {@code prefix-1} and so on. */
    protected static List<NewEvent<?>> events(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .<NewEvent<?>>mapToObj(i -> event(prefix + "-" + i, "thing.happened", "{\"n\":" + i + "}"))
                .toList();
    }

    /** Appends whatever the stream's version, and waits for the receipts. */
    protected final List<Receipt> append(String stream, List<?> events) {
        return result(store().append(stream, Expected.ANY, events));
    }

    /** Appends so many events whose ids begin with the stream's name. */
    protected final List<Receipt> append(String stream, int count) {
        return append(stream, events(stream, count));
    }

    /** What a stage completes with. */
    protected static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed with " + e.getCause(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result within " + PATIENCE, e);
        }
    }

    /** What a stage fails with; null when it succeeds. */
    protected static @Nullable Throwable failureOf(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result within " + PATIENCE, e);
        }
    }

    /** What a call fails with, be it at once or by its stage. */
    protected static <X extends Throwable> X failure(Class<X> type, Supplier<? extends CompletionStage<?>> call) {
        Throwable thrown;
        try {
            thrown = failureOf(call.get());
        } catch (RuntimeException e) {
            thrown = e;
        }
        assertThat(thrown).isInstanceOf(type);
        return Objects.requireNonNull(type.cast(thrown));
    }
}
