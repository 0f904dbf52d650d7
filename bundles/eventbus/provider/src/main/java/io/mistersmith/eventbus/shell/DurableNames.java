package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import java.util.List;

/** The names of durable subscriptions, which are those that can have letters. */
final class DurableNames {

    private DurableNames() {}

    static List<String> of(Subscriptions subscriptions) {
        return subscriptions.list().stream()
                .filter(SubscriptionStatus::durable)
                .map(SubscriptionStatus::name)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Refuses a name as {@link Subscriptions#redrive} does.
     *
     * @throws IllegalArgumentException that lists the names there are
     */
    static void check(Subscriptions subscriptions, String name) {
        List<String> names = of(subscriptions);
        if (!names.contains(name)) {
            throw new IllegalArgumentException("no durable subscription \"" + name + "\" runs; there are "
                    + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
    }
}
