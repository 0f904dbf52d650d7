package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.EventStoreException;
import java.util.List;
import java.util.stream.Stream;

/** The names of durable subscriptions, which are those that can have letters. */
final class DurableNames {

    private DurableNames() {}

    /** Names of those that have a handler. */
    static List<String> served(Subscriptions subscriptions) {
        return names(subscriptions.list().stream());
    }

    /** Names of all that are stored or have a handler. */
    static List<String> all(Subscriptions subscriptions) {
        return names(Stream.concat(subscriptions.list().stream(), unserved(subscriptions).stream()));
    }

    /** Those that no handler serves; none while the store does not answer, so that the others are shown all the same. */
    static List<SubscriptionStatus> unserved(Subscriptions subscriptions) {
        try {
            return subscriptions.unserved();
        } catch (EventStoreException e) {
            return List.of();
        }
    }

    private static List<String> names(Stream<SubscriptionStatus> subscriptions) {
        return subscriptions
                .filter(one -> one.durable() && !one.state().equals("refused"))
                .map(SubscriptionStatus::name)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Refuses a name that is not among these.
     *
     * @throws IllegalArgumentException that lists the names there are
     */
    static void check(List<String> names, String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("no durable subscription \"" + name + "\" runs; there are "
                    + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
    }
}
