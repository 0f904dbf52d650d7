package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.Holder;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Hooks;
import io.mistersmith.pools.internal.engine.Lender;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A pool of open files: first a permit of the file's own engine, then a seat of the engine of all, which knows order, holders,
 * leaks and bundles, and then a handle that nobody has, or a new one.
 *
 * <p>Always in this order, and who waits for a permit holds no seat: a file that many want keeps nobody from other files.
 */
final class FileEngine implements Lender {

    private static final Slot.PermitMaker PERMITS = new Slot.PermitMaker();

    private final String name;
    private final Hooks hooks;
    private final AtomicInteger waiting = new AtomicInteger();
    private final PoolEngine<Seat> seats;
    private final FileWork gateWork;
    private final Root root;
    private final Shelf shelf;
    private final Opener opener;
    private final LongAdder lent = new LongAdder();
    private final LongAdder gateTimeouts = new LongAdder();
    private volatile FileSettings settings;
    private volatile PoolSettings permits;
    private volatile PoolEngine.WaitTimes waitTimes = nanos -> {};

    FileEngine(String name, Path folder, FileSettings settings) {
        this.name = name;
        this.hooks = new Hooks(name);
        this.settings = settings;
        this.permits = settings.permits();
        this.seats = new PoolEngine<>(name, new Seat.SeatMaker(), settings.seats(), waiting);
        this.gateWork = FileWork.withoutTimer(seats::work);
        this.root = new Root(name, folder);
        this.shelf = new Shelf(name, settings);
        this.opener = new Opener(name, root, shelf, hooks, settings.sizes());
        root.look(); // so that operators hear of a folder that is not there before somebody needs it
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PoolSettings settings() {
        return settings.sizes();
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    @Override
    public void work(Work now) {
        seats.work(FileWork.with(now, () -> opener.look(now)));
    }

    Work work() {
        return seats.work();
    }

    @Override
    public void waitTimes(PoolEngine.@Nullable WaitTimes listener) {
        waitTimes = listener == null ? nanos -> {} : listener;
        seats.waitTimes(listener);
    }

    /** From now on these hold. What is borrowed stays so; handles of another folder are replaced. */
    void settings(FileSettings now, Path folder) {
        settings(now);
        opener.look(seats.work());
        if (root.folder(folder)) {
            root.look();
            drain();
        }
    }

    private synchronized void settings(FileSettings now) {
        settings = now;
        permits = now.permits();
        opener.settings(now.sizes());
        shelf.settings(now);
        shelf.slots().forEach(slot -> slot.gate.settings(permits));
        seats.settings(now.seats());
    }

    /** Only another size. */
    void resize(int min, int max) {
        settings(settings.resized(min, max));
        opener.look(seats.work());
    }

    /** A path that is not known must be right. */
    void check(String path) {
        if (!shelf.knows(path)) {
            ConfinedPath.of(name, path);
        }
    }

    Lease<FileHandle> acquire(Borrower borrower, String path, boolean forWriting, Duration timeout)
            throws InterruptedException {
        long start = System.nanoTime();
        Slot slot = enter(path);
        Lease<Slot.Permit> permit = null;
        Lease<Seat> seat = null;
        FileLease lease = null;
        try {
            permit = slot.gate.acquire(borrower, timeout);
            seat = seats.acquire(borrower, left(timeout, start));
            lease = seated(permit, seat, file(slot, forWriting));
        } catch (AcquireTimeoutException e) {
            throw late(e, permit == null ? slot : null, timeout);
        } finally {
            if (lease == null) {
                unclaim(slot, permit, seat);
            }
        }
        return begun(lease);
    }

    CompletionStage<Lease<FileHandle>> acquireAsync(Borrower borrower, String path, boolean forWriting) {
        return new AsyncCall(this, borrower, forWriting, settings.sizes().acquireTimeout()).begin(path);
    }

    /** One more call wants this file; it has to end with a lease or with {@link #unclaim}. */
    Slot enter(String path) {
        Slot known = shelf.enter(path);
        if (known != null) {
            return known;
        }
        PoolSettings with = permits;
        Slot slot = new Slot(ConfinedPath.of(name, path), new PoolEngine<>(name, PERMITS, with, waiting));
        slot.gate.work(gateWork);
        slot.gate.waitTimes(nanos -> waitTimes.waited(nanos));
        Slot entered = shelf.enter(slot);
        if (!with.equals(permits)) { // changed meanwhile, and who changed it may not have seen this slot
            entered.gate.settings(permits);
        }
        return entered;
    }

    CompletionStage<Lease<Seat>> seatAsync(Borrower borrower, Duration timeout) {
        return seats.acquireAsync(borrower, timeout);
    }

    static Duration left(Duration timeout, long start) {
        return timeout.minusNanos(System.nanoTime() - start);
    }

    /** By who has a seat. */
    OpenFile file(Slot slot, boolean forWriting) {
        OpenFile idle = opener.idle(slot, forWriting);
        return idle == null ? opener.open(slot, forWriting) : idle;
    }

    @Nullable
    OpenFile idle(Slot slot, boolean forWriting) {
        return opener.idle(slot, forWriting);
    }

    /** From now on the lease sees to permit, seat and file, whoever ends it. */
    FileLease seated(Lease<Slot.Permit> permit, Lease<Seat> seat, OpenFile file) {
        Seat place;
        try {
            place = seat.get();
        } catch (IllegalStateException e) { // taken back meanwhile
            opener.discard(file);
            throw e;
        }
        FileLease lease = new FileLease(opener, permit, seat, place, file);
        place.occupy(lease);
        return lease;
    }

    /** Last step before the borrower has it. */
    FileLease begun(FileLease lease) {
        lent.increment();
        try {
            lease.get();
        } catch (IllegalStateException e) { // taken back before the file was on the seat: nobody else would close it
            lease.invalidate();
            throw e;
        }
        lease.tell(hooks);
        return lease;
    }

    /** A call got nothing. */
    void unclaim(Slot slot, @Nullable Lease<Slot.Permit> permit, @Nullable Lease<Seat> seat) {
        if (seat != null) {
            seat.close();
        }
        if (permit != null) {
            permit.close();
        }
        shelf.leave(slot);
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
        int max = at == null ? settings.sizes().max() : settings.perFile();
        return new AcquireTimeoutException(
                name, at == null ? "" : at.path.text(), timeout, max, 0, e.holders(), e.getCause());
    }

    PoolStatus status() {
        PoolStatus of = seats.census().status("files");
        PoolSettings sizes = settings.sizes();
        return new PoolStatus(
                name,
                "files",
                sizes.min(),
                sizes.max(),
                shelf.size(),
                of.active(),
                shelf.idle(),
                0,
                waiting.get(),
                lent.sum(),
                of.timeouts() + gateTimeouts.sum(),
                opener.opened.sum(),
                opener.closed.sum(),
                opener.failures.sum(),
                opener.replaced.sum(),
                of.leaks(),
                of.reclaimed(),
                opener.trouble());
    }

    /** Paths that are known: of handles and of calls. */
    int paths() {
        return shelf.slots().size();
    }

    List<Holder> holders() {
        return seats.census().holders();
    }

    int evict() {
        return opener.evict();
    }

    CompletionStage<Void> drain() {
        shelf.nextEpoch();
        opener.evict();
        return seats.drain();
    }

    /** Seats first: their files are closed before others may have the permits. */
    @Override
    public void stop(Borrower borrower) {
        seats.stop(borrower);
        shelf.slots().forEach(slot -> slot.gate.stop(borrower));
    }

    @Override
    public CompletionStage<Void> close() {
        shelf.close();
        shelf.slots().forEach(slot -> slot.gate.close());
        CompletionStage<Void> done = seats.close();
        opener.evict();
        root.close();
        return done;
    }

    @Override
    public void takeBackAllAfter(Duration grace) {
        seats.takeBackAllAfter(grace);
    }

    @Override
    public void takeBackAll() {
        seats.takeBackAll();
    }
}
