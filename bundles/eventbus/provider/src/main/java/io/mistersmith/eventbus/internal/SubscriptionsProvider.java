package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.DeadLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What operators see and do, over the one bus. */
@Component
public final class SubscriptionsProvider implements Subscriptions {

    private final Bus bus;

    /** Called by the component runtime. */
    @Activate
    public SubscriptionsProvider(@Reference EventBusCore core) {
        bus = core.bus();
    }

    @Override
    public List<SubscriptionStatus> list() {
        return bus.list();
    }

    @Override
    public List<DeadLetter> letters(@Nullable String subscription, int limit) {
        return bus.durable().letters(subscription, limit);
    }

    @Override
    public int redrive(String subscription, @Nullable String subject) {
        return bus.durable().redrive(subscription, subject);
    }

    @Override
    public List<SubscriptionStatus> unserved() {
        return bus.durable().unserved();
    }

    @Override
    public int drop(String subscription, List<Long> positions) {
        return bus.durable().drop(subscription, positions);
    }

    @Override
    public void forget(String name, boolean dryRun) {
        bus.durable().forget(name, dryRun);
    }
}
