package io.mistersmith.lifecycle.internal;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.lifecycle.internal.deploy.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits and was lost at a plugin's subscriptions, when there is an event bus. */
final class BusTraffic {

    private volatile @Nullable Subscriptions subscriptions;

    void subscriptions(Subscriptions now) {
        subscriptions = now;
    }

    void without(Subscriptions gone) {
        if (subscriptions == gone) {
            subscriptions = null;
        }
    }

    /**
     * Why handlers of a bundle are refused, a line each; empty when none is, or there is no event bus.
     *
     * @param bundle symbolic name and version, as {@code orders/1.0.0}
     */
    List<String> refused(String bundle) {
        Subscriptions bus = subscriptions;
        return bus == null
                ? List.of()
                : bus.list().stream()
                        .filter(one ->
                                one.state().equals("refused") && one.bundle().equals(bundle))
                        .map(one -> one.name() + ": " + one.problem())
                        .toList();
    }

    Traffic of(String plugin) {
        Subscriptions bus = subscriptions;
        if (bus == null) {
            return Traffic.UNKNOWN;
        }
        Map<String, Long> waiting = new HashMap<>();
        Map<String, Long> lost = new HashMap<>();
        for (SubscriptionStatus one : bus.list()) {
            if (one.bundle().startsWith(plugin + "/")) {
                waiting.put(one.name(), one.durable() ? one.lag() : one.queued());
                lost.put(one.name(), one.refused() + one.dropped());
            }
        }
        return new Traffic(true, waiting, lost);
    }
}
