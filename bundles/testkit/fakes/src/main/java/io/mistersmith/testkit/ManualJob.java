package io.mistersmith.testkit;

import io.mistersmith.threads.Job;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A job that ends when it is told to. */
final class ManualJob<T> implements Job<T> {

    private final CompletableFuture<T> result = new CompletableFuture<>();

    @Override
    public CompletionStage<T> result() {
        return result;
    }

    @Override
    public boolean cancel() {
        return result.completeExceptionally(new CancellationException("cancelled"));
    }

    void closed() {
        result.completeExceptionally(new CancellationException("pools closed before there was a result"));
    }

    boolean ended() {
        return result.isDone();
    }

    void succeed(@Nullable T value) {
        result.complete(value);
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }
}
