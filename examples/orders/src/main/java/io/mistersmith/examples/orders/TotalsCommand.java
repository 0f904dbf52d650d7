package io.mistersmith.examples.orders;

import io.mistersmith.configuration.Configurations;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.sourcing.Views;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code orders:totals --top 2} shows the customers who ordered most, and how many orders are large. */
@Service
@Command(scope = "orders", name = "totals", description = "Show the customers who ordered most")
public final class TotalsCommand implements Action {

    @Reference
    EventStore store;

    @Reference
    Views views;

    @Reference
    Configurations configurations;

    @Reference
    Session session;

    @Option(name = "--top", description = "How many customers to show")
    int top = 10;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public Object execute() throws InterruptedException {
        if (top < 1) {
            throw new IllegalArgumentException("--top " + top + " is not 1 or more");
        }
        Ledger ledger = new Ledger(store, views);
        ledger.awaitCounted();
        List<Map.Entry<String, Total>> most = ledger.totals().entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<String, Total> row) -> row.getValue().amount())
                        .reversed())
                .limit(top)
                .toList();
        Large large = large(ledger);
        if (json) {
            session.getConsole().println(json(most, large));
        } else {
            print(session.getConsole(), most, large);
        }
        return null;
    }

    private Large large(Ledger ledger) {
        int above;
        try (Configurations.Live<OrdersConfig> config = configurations.bind(OrdersConfig.class, OrdersConfig.PID)) {
            above = config.get().large_above();
        }
        BigDecimal limit = BigDecimal.valueOf(above);
        long all = 0;
        long larger = 0;
        for (Ledger.StoredOrder stored : ledger.orders()) {
            all++;
            larger += stored.order().amount().compareTo(limit) > 0 ? 1 : 0;
        }
        return new Large(all, larger, above, ledger.flagged());
    }

    private static void print(PrintStream out, List<Map.Entry<String, Total>> most, Large large) {
        ShellTable table = new ShellTable();
        table.column("customer");
        table.column("orders").alignRight();
        table.column("amount").alignRight();
        most.forEach(row -> table.addRow()
                .addContent(
                        row.getKey(),
                        row.getValue().orders(),
                        String.format(Locale.ROOT, "%,.2f", row.getValue().amount())));
        table.emptyTableText("no orders yet; post some, as the tour in README.md does");
        table.print(out);
        out.printf(
                Locale.ROOT,
                "%,d orders, %,d above large.above=%d, %,d flagged as they came%n",
                large.all(),
                large.above(),
                large.limit(),
                large.flagged());
    }

    private static String json(List<Map.Entry<String, Total>> most, Large large) {
        String rows = most.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "{\"customer\":\"%s\",\"orders\":%d,\"amount\":%s}",
                        row.getKey().replaceAll("[\\\\\"]", "\\\\$0"),
                        row.getValue().orders(),
                        row.getValue().amount().toPlainString()))
                .collect(Collectors.joining(",", "[", "]"));
        return String.format(
                Locale.ROOT,
                "{\"totals\":%s,\"orders\":%d,\"above\":%d,\"limit\":%d,\"flagged\":%d}",
                rows,
                large.all(),
                large.above(),
                large.limit(),
                large.flagged());
    }

    private record Large(long all, long above, int limit, long flagged) {}
}
