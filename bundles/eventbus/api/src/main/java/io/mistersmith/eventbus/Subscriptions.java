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
}
