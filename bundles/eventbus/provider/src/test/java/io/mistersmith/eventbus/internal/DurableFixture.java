package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.ConsumerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A bus with a store and a durable subscription to orders. */
final class DurableFixture {

    final Fixture f = new Fixture();
    final List<Object> seen = f.seen;

    /** Subjects whose events the handler of {@link #durable} refuses. */
    final Set<String> broken = new HashSet<>();

    Subscription durable(String name, int concurrency) {
        return f.core.subscribe(
                SHOP,
                "shop:Large",
                Placed.class,
                o -> o.durable(name)
                        .fromFirst()
                        .concurrency(concurrency)
                        .retry(3, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (EventHandler<Placed>) (p, c) -> {
                    seen.add(p.order() + "/" + p.amount() + "#" + c.attempt() + (c.replay() ? " replay" : ""));
                    if (broken.contains(p.order())) {
                        throw new IllegalStateException("broken " + p.order());
                    }
                });
    }

    CompletableFuture<Receipt> publish(Object event) {
        return f.bus.publishGuaranteed(event).toCompletableFuture();
    }

    void store(Object event) {
        CompletableFuture<Receipt> unused = publish(event);
    }

    ConsumerStatus saved(String name) {
        List<ConsumerStatus> all = new ArrayList<>(f.store.list());
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }
}
