package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Hooks;
import io.mistersmith.pools.internal.engine.PoolEngine;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls that want a file: a permit of its gate, then a seat, then a handle that nobody has, or a new one.
 *
 * <p>Always in this order, if something is to be waited for: who waits for a permit holds no seat, so a file that many want keeps
 * nobody from other files.
 */
final class FileCalls {

    final PoolEngine<Seat> seats;
    private final Gates gates;
    private final Shelf shelf;
    private final Opener opener;
    private final Hooks hooks;
    private final Supplier<FileSettings> settings;
    private final LongAdder lent = new LongAdder();
    private final LongAdder gateTimeouts = new LongAdder();

    FileCalls(
            PoolEngine<Seat> seats,
            Gates gates,
            Shelf shelf,
            Opener opener,
            Hooks hooks,
            Supplier<FileSettings> settings) {
        this.seats = seats;
        this.gates = gates;
        this.shelf = shelf;
        this.opener = opener;
        this.hooks = hooks;
        this.settings = settings;
    }

    /** Calls that got a handle. */
    long lent() {
        return lent.sum();
    }

    /** Calls that got no permit in time. */
    long gateTimeouts() {
        return gateTimeouts.sum();
    }

    CompletionStage<Lease<FileHandle>> acquireAsync(Borrower borrower, String path, boolean forWriting) {
        return new AsyncCall(this, borrower, forWriting, settings.get().sizes().acquireTimeout()).begin(path);
    }

    Lease<FileHandle> acquire(Borrower borrower, String path, boolean forWriting, Duration timeout)
            throws InterruptedException {
        FileLease quick = atOnce(borrower, path, forWriting);
        return begun(quick == null ? await(borrower, path, forWriting, timeout) : quick);
    }

    /** A handle that nobody has, if nobody stands in line and it need not be compared; so the order of the steps is all one. */
    private @Nullable FileLease atOnce(Borrower borrower, String path, boolean forWriting) {
        long now = System.nanoTime();
        Lease<Seat> seat = seats.take(borrower, now);
        if (seat == null) {
            return null;
        }
        OpenFile file = shelf.enterAndTake(path, forWriting);
        Lease<Slot.Permit> permit = null;
        FileLease lease = null;
        try {
            permit = file == null ? null : file.slot.gate.take(borrower, now);
            if (file != null && permit != null && file.works() && !opener.isDue(file, now)) {
                lease = seated(permit, seat, file);
            }
            return lease;
        } finally {
            if (lease == null) {
                if (file != null) {
                    opener.putBack(file);
                }
                unclaim(permit, seat);
            }
        }
    }

    private FileLease await(Borrower borrower, String path, boolean forWriting, Duration timeout)
            throws InterruptedException {
        long start = System.nanoTime();
        Slot slot = gates.enter(path);
        Lease<Slot.Permit> permit = null;
        Lease<Seat> seat = null;
        FileLease lease = null;
        try {
            permit = slot.gate.acquire(borrower, timeout);
            seat = seats.acquire(borrower, left(timeout, start));
            OpenFile idle = opener.idle(slot, forWriting);
            lease = idle == null ? opened(slot, permit, seat, forWriting) : seatedOrClosed(permit, seat, idle);
            return lease;
        } catch (AcquireTimeoutException e) {
            throw late(e, permit == null ? slot : null, timeout);
        } finally {
            if (lease == null) {
                unclaim(permit, seat);
                shelf.leave(slot);
            }
        }
    }

    static Duration left(Duration timeout, long start) {
        return timeout.minusNanos(System.nanoTime() - start);
    }

    /** One more call wants this file; it has to end with a lease or with {@link #leave}. */
    Slot enter(String path) {
        return gates.enter(path);
    }

    void leave(Slot slot) {
        shelf.leave(slot);
    }

    @Nullable
    OpenFile idle(Slot slot, boolean forWriting) {
        return opener.idle(slot, forWriting);
    }

    /** With a new handle. */
    FileLease opened(Slot slot, Lease<Slot.Permit> permit, Lease<Seat> seat, boolean forWriting) {
        return seatedOrClosed(permit, seat, opener.open(slot, forWriting));
    }

    /**
     * As {@link #seated}, but the file is closed if that fails.
     *
     * @throws IllegalStateException if the seat was taken back meanwhile
     */
    FileLease seatedOrClosed(Lease<Slot.Permit> permit, Lease<Seat> seat, OpenFile file) {
        try {
            return seated(permit, seat, file);
        } catch (IllegalStateException e) {
            opener.discard(file);
            throw e;
        }
    }

    /**
     * From now on the lease sees to permit, seat and file, whoever ends it.
     *
     * @throws IllegalStateException if the seat was taken back meanwhile; then they are still the caller's
     */
    private FileLease seated(Lease<Slot.Permit> permit, Lease<Seat> seat, OpenFile file) {
        Seat place = seat.get();
        FileLease lease = new FileLease(opener, permit, seat, place, file);
        place.occupy(lease);
        return lease;
    }

    /** Last step before the borrower has it. */
    FileLease begun(FileLease lease) {
        try {
            lease.get();
        } catch (IllegalStateException e) { // taken back before the file was on the seat: nobody else would close it
            lease.invalidate();
            throw e;
        }
        lent.increment();
        lease.tell(hooks);
        return lease;
    }

    static void unclaim(@Nullable Lease<Slot.Permit> permit, @Nullable Lease<Seat> seat) {
        if (seat != null) {
            seat.close();
        }
        if (permit != null) {
            permit.close();
        }
    }

    /**
     * With the timeout of the whole call.
     *
     * @param at the file whose own limit it was; null: the limit of all
     */
    AcquireTimeoutException late(AcquireTimeoutException e, @Nullable Slot at, Duration timeout) {
        if (at != null) {
            gateTimeouts.increment();
        }
        FileSettings now = settings.get();
        int max = at == null ? now.sizes().max() : now.perFile();
        return new AcquireTimeoutException(
                seats.name(), at == null ? "" : at.path.text(), timeout, max, 0, e.holders(), e.getCause());
    }
}
