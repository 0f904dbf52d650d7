package io.mistersmith.benchmarks;

import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Bus;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.threads.internal.LocalThreads;
import java.time.Clock;

/**
 * Question: how many events per second go from one publisher to all handlers, with the shipped defaults?
 *
 * <p>Rival: Felix EventAdmin, asynchronous. A good number is 6 times as many with 1 subscriber, and 5 times with 8.
 */
final class Publishing {

    private Publishing() {}

    static double ours(int subscribers, boolean quick) throws Exception {
        try (LocalThreads threads = new LocalThreads();
                Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC())) {
            bus.threads(threads.of("io.mistersmith.eventbus.provider"));
            EventBus mine = bus.of(new Owner("benchmarks", "1.0.0"));
            Flow flow = new Flow();
            for (int i = 0; i < subscribers; i++) {
                Runnable count = flow.subscriber();
                Subscription unused = mine.subscribe(Published.class, options -> {}, (event, context) -> count.run());
            }
            return flow.rate(i -> mine.publish(new Published(i, "x")), quick);
        }
    }
}
