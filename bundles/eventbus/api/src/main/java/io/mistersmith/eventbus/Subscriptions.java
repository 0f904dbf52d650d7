package io.mistersmith.eventbus;

import io.mistersmith.eventstore.DeadLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** What operators see and do: every subscription, and the dead letters of the durable ones. Thread-safe. */
@ProviderType
public interface Subscriptions {

    /** Every subscription there is now, and every handler that was refused, by name. */
    List<SubscriptionStatus> list();

    /**
     * Dead letters in the order of their positions.
     *
     * @param subscription only of this one; null: of all
     * @param limit how many at most
     * @throws BusUnavailableException if there is no store
     */
    List<DeadLetter> letters(@Nullable String subscription, int limit);

    /**
     * Delivers dead letters again, in their order, through the subscription's own lanes; those that fail stay.
     *
     * @param subscription whose letters
     * @param subject only of this subject; null: of all
     * @return how many letters are being delivered
     * @throws IllegalArgumentException if no such subscription runs; the message lists those that do
     * @throws BusUnavailableException if there is no store
     */
    int redrive(String subscription, @Nullable String subject);

    /**
     * Durable subscriptions that the store knows and no handler serves, such as those of a removed plugin, by name. Their
     * state is {@code no handler}; stored events wait for them. Asks the store, so it may block for one database call.
     *
     * @return empty if there is no store
     * @throws io.mistersmith.eventstore.EventStoreException if the store does not answer
     */
    List<SubscriptionStatus> unserved();

    /**
     * Discards dead letters for good, whether or not a handler serves the subscription. Later letters of the same subject stay
     * letters. A letter that is being redriven stays.
     *
     * @param positions positions of the letters; it is no error if there is none at a position
     * @return how many are discarded
     * @throws IllegalArgumentException if there is no such subscription, or it does not run although it has a handler
     * @throws BusUnavailableException if there is no store
     */
    int drop(String subscription, List<Long> positions);

    /**
     * Removes a durable subscription or a projection that nobody serves: its checkpoint, its dead letters, and the view of the
     * projection. A handler or projection that takes this name later begins as a new one.
     *
     * @param dryRun only check whether it could be removed
     * @throws IllegalArgumentException if the store has none of this name
     * @throws IllegalStateException if a handler or a projection serves it
     * @throws BusUnavailableException if there is no store
     */
    void forget(String name, boolean dryRun);
}
