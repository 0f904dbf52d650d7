package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Work;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Where calls that want one file stand in line: a gate for each path that somebody wants or that is open. Thread-safe. */
final class Gates {

    private static final Slot.PermitMaker PERMITS = new Slot.PermitMaker();

    private final String pool;
    private final Shelf shelf;
    private final AtomicInteger waiting;
    private final FileWork work;
    private volatile PoolSettings settings;
    private volatile PoolEngine.WaitTimes waitTimes = nanos -> {};

    /**
     * None yet.
     *
     * @param waiting counts the waiting calls of the whole pool
     */
    Gates(String pool, Shelf shelf, AtomicInteger waiting, Supplier<Work> work, PoolSettings settings) {
        this.pool = pool;
        this.shelf = shelf;
        this.waiting = waiting;
        this.work = FileWork.withoutTimer(work);
        this.settings = settings;
    }

    void settings(PoolSettings now) {
        settings = now;
        shelf.slots().forEach(slot -> slot.gate.settings(now));
    }

    void waitTimes(PoolEngine.WaitTimes listener) {
        waitTimes = listener;
    }

    /** One more call wants this file. */
    Slot enter(String path) {
        Slot known = shelf.enter(path);
        if (known != null) {
            return known;
        }
        PoolSettings with = settings;
        Slot slot = new Slot(ConfinedPath.of(pool, path), new PoolEngine<>(pool, PERMITS, with, waiting));
        slot.gate.work(work);
        slot.gate.waitTimes(nanos -> waitTimes.waited(nanos));
        Slot entered = shelf.enter(slot);
        if (!with.equals(settings)) { // changed meanwhile, and who changed it may not have seen this slot
            entered.gate.settings(settings);
        }
        return entered;
    }

    void stop(Borrower borrower) {
        shelf.slots().forEach(slot -> slot.gate.stop(borrower));
    }

    /** After nobody can enter any more. */
    void close() {
        shelf.slots().forEach(slot -> slot.gate.close());
    }
}
