package io.mistersmith.eventbus.internal;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.ManualThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A bus that does nothing before the test says so. */
final class Fixture {

    static final Owner SHOP = new Owner("shop", "1.0.0");
    static final Owner AUDIT = new Owner("audit", "1.0.0");

    final ManualThreadPools pools = new ManualThreadPools();
    final InMemoryEventStore store = new InMemoryEventStore(pools);
    final Bus core;
    final EventBus bus;
    final List<Object> seen = new ArrayList<>();

    Fixture() {
        this(CallMarks.in(null));
    }

    Fixture(CallMarks marks) {
        core = new Bus(Limits.DEFAULTS, pools.clock(), pools.clock()::nanos, marks);
        bus = core.of(SHOP);
        core.threads(pools);
        core.codec(new JacksonPayloadCodec());
        core.store(store, store);
    }

    SubscriptionStatus status(String name) {
        return core.list().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no subscription " + name + " in " + core.list()));
    }

    void seconds(int n) {
        pools.advance(Duration.ofSeconds(n));
    }

    /** Publishes pings 0, 1, 2 and so on. */
    void pings(int count) {
        for (int i = 0; i < count; i++) {
            bus.publish(new Orders.Ping(i));
        }
    }
}
