package io.mistersmith.examples.orders;

import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Read;
import io.mistersmith.sourcing.Views;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What the store and the view hold, for the commands. */
final class Ledger {

    private static final String TOTALS = "totals";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Read ORDERS = Read.all().ofType("order.placed");

    private final EventStore store;
    private final Views views;

    Ledger(EventStore store, Views views) {
        this.store = store;
        this.views = views;
    }

    /**
     * Waits until every order that is stored now is counted.
     *
     * @throws IllegalStateException if that takes longer than 20 s
     */
    void awaitCounted() throws InterruptedException {
        long head = store.head();
        if (!store.await(TOTALS, head, PATIENCE)) {
            throw new IllegalStateException("totals are behind position " + head + " after " + PATIENCE.toSeconds()
                    + " s. See why: store:projections");
        }
    }

    /** The view's rows, by customer and currency. */
    Map<String, Total> totals() {
        Map<String, Total> totals = new TreeMap<>();
        views.forEach(TOTALS, Total.class, totals::put);
        return totals;
    }

    /** Every stored order, from the first. */
    Iterable<StoredOrder> orders() {
        return () -> store.read(ORDERS).stream()
                .map(event -> new StoredOrder(event.source(), event.id(), event.as(OrderPlaced.class)))
                .iterator();
    }

    /** How many orders were flagged as they came. */
    long flagged() {
        return store.read(Read.all().ofType("order.flagged")).stream().count();
    }

    /** One stored order. */
    record StoredOrder(String source, String id, OrderPlaced order) {}
}
