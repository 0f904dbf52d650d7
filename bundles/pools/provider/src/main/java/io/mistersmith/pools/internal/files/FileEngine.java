package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.Holder;
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
import org.jspecify.annotations.Nullable;

/**
 * A pool of open files; holds its parts together. {@link FileCalls} want handles, {@link Gates} keep the limit of each file, seats
 * that of all, the {@link Shelf} knows what is open, the {@link Opener} opens and closes. What is lent by the engine of all is the
 * seats; so that knows order, holders, leaks and bundles.
 */
final class FileEngine implements Lender {

    private final String name;
    private final Hooks hooks;
    private final AtomicInteger waiting = new AtomicInteger();
    private final PoolEngine<Seat> seats;
    private final Gates gates;
    private final Root root;
    private final Shelf shelf;
    private final Opener opener;
    private final FileCalls calls;
    private volatile FileSettings settings;

    FileEngine(String name, @Nullable Path folder, FileSettings settings) {
        this.name = name;
        this.settings = settings;
        this.seats = new PoolEngine<>(name, new Seat.SeatMaker(), settings.seats(), waiting);
        this.root = new Root(name, folder);
        this.shelf = new Shelf(name, settings);
        this.hooks = new Hooks(name, seats::work);
        this.gates = new Gates(name, shelf, waiting, seats::work, settings.permits());
        this.opener = new Opener(name, root, shelf, hooks, settings.sizes());
        this.calls = new FileCalls(seats, gates, shelf, opener, hooks, () -> this.settings);
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

    @Override
    public void waitTimes(PoolEngine.@Nullable WaitTimes listener) {
        gates.waitTimes(listener == null ? nanos -> {} : listener);
        seats.waitTimes(listener);
    }

    /** From now on these hold. What is borrowed stays so; handles of another folder are replaced. */
    void settings(FileSettings now, @Nullable Path folder) {
        settings(now);
        opener.look(seats.work());
        if (root.folder(folder)) {
            root.look();
            drain();
        }
    }

    private synchronized void settings(FileSettings now) {
        settings = now;
        opener.settings(now.sizes());
        shelf.settings(now);
        gates.settings(now.permits());
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

    FileCalls calls() {
        return calls;
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
                calls.lent(),
                of.timeouts() + calls.gateTimeouts(),
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
        gates.stop(borrower);
    }

    @Override
    public CompletionStage<Void> close() {
        shelf.close();
        gates.close();
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
