package io.mistersmith.benchmarks;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;
import java.math.BigDecimal;
import java.util.List;

/**
 * What the durable comparisons append.
 *
 * @param order the subject
 * @param caller who appended it, from 0
 */
@EventType("benchmark.ordered")
public record Ordered(
        @Subject String order, int caller, String customer, String currency, BigDecimal amount, List<Line> lines) {

    /** What is ordered. */
    public record Line(String sku, int count) {}

    static Ordered of(int caller, long n) {
        return new Ordered(
                "o-" + caller + "-" + n,
                caller,
                "c-" + n % 1_000,
                "EUR",
                new BigDecimal("129.95"),
                List.of(new Line("A-100", 2), new Line("B-7", 1)));
    }
}
