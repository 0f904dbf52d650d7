package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.internal.engine.Intake;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One caller's share of a group.
 *
 * @param <R> what the caller gets
 */
abstract class Work<R> implements Intake.Load {

    private final CompletableFuture<R> future = new CompletableFuture<>();
    private final AtomicBoolean answered = new AtomicBoolean();
    // Written by the committer before it hands this to Completions, read after that.
    private @Nullable R result;
    private @Nullable Throwable failure;

    CompletableFuture<R> future() {
        return future;
    }

    @Override
    public int events() {
        return 0;
    }

    @Override
    public long bytes() {
        return 0;
    }

    /**
     * Does it within the group's transaction.
     *
     * @throws EventStoreException if this one is refused; it has left nothing in the transaction, the others go on
     * @throws SQLException if the database fails, for all of the group, or refuses what this one writes
     */
    abstract R run(Writer writer) throws SQLException;

    /** Whether nobody's code waits for it, so that the committer's thread may tell. */
    boolean direct() {
        return false;
    }

    /** Called on the committer's thread after the commit, before the caller is told; not when refused. */
    void committed() {}

    final void attempt(Writer writer) throws SQLException {
        failure = null; // a group may begin anew, without one that spoiled it
        try {
            result = run(writer);
        } catch (EventStoreException e) {
            failure = e;
        }
    }

    final boolean done() {
        return failure == null;
    }

    final void fail(Throwable why) {
        failure = why;
    }

    /** Claims the right to answer; true for one caller only. */
    final boolean claim() {
        return answered.compareAndSet(false, true);
    }

    /** Tells the caller, whose code may run within. */
    final void tell() {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(Objects.requireNonNull(result, "result"));
        }
    }
}
