package io.mistersmith.eventstore;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One named reader of the store in its owner's hands. It reads by position, both while it catches up and after that, so
 * there is no seam between the two; commits only wake it.
 *
 * <p>Thread-safe. After {@link #close}, or when the store goes, every method throws {@link StoreUnavailableException}.
 */
@ProviderType
public interface Consumer extends AutoCloseable {

    /** Its name. */
    String name();

    /** What it had settled when it was opened, or as last saved since. */
    Progress progress();

    /**
     * Letters that it left and that were not removed, in the order of their positions. Their causes and stacks are left empty, so
     * that all letters fit in memory: {@link Consumers#letters} has them.
     */
    List<DeadLetter> letters();

    /**
     * The next events after a position, in order; empty when there are none yet. Blocks for one database call at most,
     * and for none when the events were committed just now.
     *
     * @param max how many at most, 1 to 4,000
     */
    List<StoredEvent> next(long after, int max);

    /**
     * Has the given code called after each commit, until the consumer is closed. It is called on the store's threads, so
     * it must neither block nor throw; a later call replaces the earlier one.
     */
    void onCommit(Runnable wake);

    /**
     * Saves progress together with what came of it, in one transaction.
     *
     * <p>The stage completes after the commit, on pool {@code compute}. It fails with
     * {@link StoreUnavailableException}; then nothing of it was saved, unless its outcome is unknown, and saving again is
     * safe.
     *
     * @param progress replaces what was saved before
     * @param changes in their order
     */
    CompletionStage<Void> save(Progress progress, List<? extends Change> changes);

    /** Gives the consumer back; what was not saved is delivered again to its next owner. Does not block. */
    @Override
    void close();
}
