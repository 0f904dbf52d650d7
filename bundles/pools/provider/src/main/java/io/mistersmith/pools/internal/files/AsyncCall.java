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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that wants a file and blocks no thread; the same steps as {@link FileCalls#acquire}. */
final class AsyncCall {

    private final FileCalls calls;
    private final Borrower borrower;
    private final boolean forWriting;
    private final Duration timeout;
    private final long start = System.nanoTime();
    private final CompletableFuture<Lease<FileHandle>> result = new CompletableFuture<>();

    AsyncCall(FileCalls calls, Borrower borrower, boolean forWriting, Duration timeout) {
        this.calls = calls;
        this.borrower = borrower;
        this.forWriting = forWriting;
        this.timeout = timeout;
    }

    CompletionStage<Lease<FileHandle>> begin(String path) {
        try {
            permit(calls.enter(path));
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
        calls.seats.acquireAsync(borrower, FileCalls.left(timeout, start)).whenComplete((seat, failure) -> {
            if (seat == null) {
                fail(slot, permit, null, failure);
            } else {
                file(slot, permit, seat);
            }
        });
    }

    /** Opening a file may take its time, so that is done on another thread. */
    private void file(Slot slot, Lease<Slot.Permit> permit, Lease<Seat> seat) {
        OpenFile idle = calls.idle(slot, forWriting);
        if (idle != null) {
            finish(slot, permit, seat, () -> calls.seatedOrClosed(permit, seat, idle));
            return;
        }
        calls.seats
                .work()
                .run(
                        () -> finish(slot, permit, seat, () -> calls.opened(slot, permit, seat, forWriting)),
                        timeout.plusSeconds(1),
                        () -> fail(
                                slot,
                                permit,
                                seat,
                                new PoolUnavailableException(
                                        calls.seats.name(), "no thread to open a file with", null)));
    }

    private void finish(Slot slot, Lease<Slot.Permit> permit, Lease<Seat> seat, Supplier<FileLease> seated) {
        FileLease lease;
        try {
            lease = seated.get();
        } catch (RuntimeException e) {
            fail(slot, permit, seat, e);
            return;
        }
        try {
            result.complete(calls.begun(lease));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void fail(
            Slot slot, @Nullable Lease<Slot.Permit> permit, @Nullable Lease<Seat> seat, @Nullable Throwable failure) {
        FileCalls.unclaim(permit, seat);
        calls.leave(slot);
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        result.completeExceptionally(
                cause instanceof AcquireTimeoutException late
                        ? calls.late(late, permit == null ? slot : null, timeout)
                        : cause == null ? new IllegalStateException("nothing was lent") : cause);
    }
}
