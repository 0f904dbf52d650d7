package io.mistersmith.pools.internal.engine;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What lends for one pool: an engine, or several put together. Thread-safe. */
public interface Lender {

    /** The pool's name. */
    String name();

    /** What holds now. */
    PoolSettings settings();

    /** Who watches it. */
    Hooks hooks();

    /** From now on it uses these threads; {@link Work#NONE} when there are none. */
    void work(Work now);

    /** Who hears of waiting times, if anybody. */
    void waitTimes(PoolEngine.@Nullable WaitTimes listener);

    /** Takes back what this borrower holds; call {@link Borrower#stopped} first. */
    void stop(Borrower borrower);

    /**
     * Lends nothing more: who waits gets a {@link io.mistersmith.pools.PoolClosedException}, idle resources are destroyed now,
     * borrowed ones when they come back.
     *
     * @return completes when all are destroyed
     */
    CompletionStage<Void> close();

    /** After {@link #close}: borrowed ones too, when this time is over. */
    void takeBackAllAfter(Duration grace);

    /** After {@link #close}: borrowed ones too. */
    void takeBackAll();
}
