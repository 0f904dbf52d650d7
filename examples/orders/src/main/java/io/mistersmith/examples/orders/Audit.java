package io.mistersmith.examples.orders;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares three accounts of the same orders: what senders were told, what the store holds, and what the view counted.
 *
 * @param acknowledged orders that a sender holds an acknowledgement of
 * @param stored those of them that the store holds
 * @param counted those of them that the view counted
 * @param missing acknowledged but not stored, and stored but not counted
 * @param twice stored or counted more than once
 */
record Audit(long acknowledged, long stored, long counted, long missing, long twice) {

    /**
     * Audits.
     *
     * @param acknowledged ids of events that senders hold acknowledgements of
     * @param orders every stored order
     * @param totals what the view holds
     */
    static Audit of(Set<String> acknowledged, Iterable<Ledger.StoredOrder> orders, Map<String, Total> totals) {
        Map<String, Total> recount = new HashMap<>();
        Set<String> eventIds = new HashSet<>();
        Set<String> ids = new HashSet<>();
        long twice = 0;
        for (Ledger.StoredOrder stored : orders) {
            recount.merge(stored.order().account(), Total.NONE.plus(stored.order()), Audit::sum);
            eventIds.add(stored.id());
            if (!ids.add(stored.source() + "#" + stored.order().order())) {
                twice++;
            }
        }
        long stored = acknowledged.stream().filter(eventIds::contains).count();
        long uncounted = 0;
        for (Map.Entry<String, Total> row : recount.entrySet()) {
            long difference = row.getValue().orders()
                    - totals.getOrDefault(row.getKey(), Total.NONE).orders();
            uncounted += Math.max(0, difference);
            twice += Math.max(0, -difference);
        }
        long counted = Math.max(0, stored - uncounted);
        return new Audit(acknowledged.size(), stored, counted, acknowledged.size() - stored + uncounted, twice);
    }

    private static Total sum(Total one, Total other) {
        return new Total(one.orders() + other.orders(), one.amount().add(other.amount()));
    }

    boolean clean() {
        return missing == 0 && twice == 0;
    }
}
