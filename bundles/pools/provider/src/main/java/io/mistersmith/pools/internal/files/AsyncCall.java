package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.internal.engine.Borrower;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A call that wants a file and blocks no thread; the same steps as {@link FileEngine#acquire}. */
final class AsyncCall {

    private final FileEngine engine;
    private final Borrower borrower;
    private final boolean forWriting;
    private final Duration timeout;
    private final long start = System.nanoTime();
    private final CompletableFuture<Lease<FileHandle>> result = new CompletableFuture<>();

    AsyncCall(FileEngine engine, Borrower borrower, boolean forWriting, Duration timeout) {
        this.engine = engine;
        this.borrower = borrower;
        this.forWriting = forWriting;
        this.timeout = timeout;
    }

    CompletionStage<Lease<FileHandle>> begin(String path) {
        try {
            permit(engine.enter(path));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
        return result.minimalCompletionStage();
    }

    private void permit(Slot slot) {
        slot.gate.acquireAsync(borrower, timeout).whenComplete((permit, failure) -> {
            if (permit == null) {
                fail(slot, null, null, failure);
            } else {
                seat(slot, permit);
            }
        });
    }

    private void seat(Slot slot, Lease<Slot.Permit> permit) {
        engine.seatAsync(borrower, FileEngine.left(timeout, start)).whenComplete((seat, failure) -> {
            if (seat == null) {
                fail(slot, permit, null, failure);
            } else {
                file(slot, permit, seat);
            }
        });
    }

    /** Opening a file may take its time, so that is done on another thread. */
    private void file(Slot slot, Lease<Slot.Permit> permit, Lease<Seat> seat) {
        OpenFile idle = engine.idle(slot, forWriting);
        if (idle != null) {
            finish(slot, permit, seat, idle);
            return;
        }
        engine.work()
                .run(
                        () -> finish(slot, permit, seat, null),
                        timeout.plusSeconds(1),
                        () -> fail(
                                slot,
                                permit,
                                seat,
                                new PoolUnavailableException(engine.name(), "no thread to open a file with", null)));
    }

    private void finish(Slot slot, Lease<Slot.Permit> permit, Lease<Seat> seat, @Nullable OpenFile idle) {
        FileLease lease;
        try {
            OpenFile file = idle == null ? engine.file(slot, forWriting) : idle;
            lease = engine.seated(permit, seat, file);
        } catch (RuntimeException e) {
            fail(slot, permit, seat, e);
            return;
        }
        try {
            result.complete(engine.begun(lease));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void fail(
            Slot slot, @Nullable Lease<Slot.Permit> permit, @Nullable Lease<Seat> seat, @Nullable Throwable failure) {
        engine.unclaim(slot, permit, seat);
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        result.completeExceptionally(
                cause instanceof AcquireTimeoutException late
                        ? engine.late(late, permit == null ? slot : null, timeout)
                        : cause == null ? new IllegalStateException("nothing was lent") : cause);
    }
}
