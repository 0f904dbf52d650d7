package io.mistersmith.health.internal.checks;

import io.mistersmith.eventbus.EventBusException;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.EventStoreException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;

/** Degraded while a subscription has a problem, such as a handler that the event bus refused. */
public final class SubscriptionsCheck implements HealthCheck {

    private final Supplier<@Nullable Subscriptions> subscriptions;

    /** @param subscriptions null while there is no event bus */
    public SubscriptionsCheck(Supplier<@Nullable Subscriptions> subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public Result execute() {
        Subscriptions bus = subscriptions.get();
        List<SubscriptionStatus> troubled = bus == null
                ? List.of()
                : Stream.concat(bus.list().stream(), unserved(bus).stream())
                        .filter(one -> !one.problem().isEmpty())
                        .toList();
        if (troubled.isEmpty()) {
            return Results.ok("no subscription has a problem");
        }
        SubscriptionStatus first = troubled.get(0);
        String what = first.name() + (first.bundle().isEmpty() ? "" : " of " + first.bundle()) + " is " + first.state()
                + ": " + first.problem();
        return Results.degraded(
                troubled.size() == 1
                        ? what
                        : troubled.size() + " subscriptions have a problem (bus:subscriptions); the first: " + what);
    }

    /** Durable subscriptions that no handler serves; none while the store does not answer, which its own check tells. */
    public static List<SubscriptionStatus> unserved(Subscriptions bus) {
        try {
            return bus.unserved();
        } catch (EventBusException | EventStoreException e) {
            return List.of();
        }
    }
}
