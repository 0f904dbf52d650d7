package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.Read;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every statement finds its rows by an index, in the order of that index. */
class StatementsTest extends StoreFixture {

    /** Reads of tables that have a row per consumer, a few rows, or none. */
    private static final List<String> SMALL = List.of("consumers", "sqlite_master", "CONSTANT ROW");

    @Test
    void noStatementScansOrSorts() throws SQLException {
        SqliteEventStore store = open();
        use(store);
        TreeMap<String, List<String>> bad = new TreeMap<>();
        int planned = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : store.statements()) {
                if (sql.matches("(?s)\\s*(BEGIN|COMMIT|ROLLBACK|PRAGMA|CREATE).*")
                        || sql.matches(".* FROM (losses|store)\\b.*")) {
                    continue;
                }
                planned++;
                List<String> plan = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
                    while (row.next()) {
                        plan.add(row.getString("detail"));
                    }
                }
                plan.removeIf(
                        step -> !(step.startsWith("SCAN") && SMALL.stream().noneMatch(step::contains))
                                && !step.contains("TEMP B-TREE"));
                if (!plan.isEmpty()) {
                    bad.put(sql, plan);
                }
            }
        }

        assertThat(planned).as("statements that were looked at").isGreaterThan(25);
        assertThat(bad).isEmpty();
    }

    /** Calls everything that the store can do. */
    private static void use(SqliteEventStore store) {
        EventStore events = store.as("test");
        append(events, "a", event("1"), event("2"), event("1"));
        append(events, "a", event("1"), event("3"));
        result(events.append("a", Expected.exactly(3), List.of(event())));
        failure(events.append("a", Expected.NO_STREAM, List.of(event())));
        for (Read query : List.of(Read.all(), Read.stream("a"))) {
            for (Read way : List.of(query, query.newestFirst())) {
                for (Read typed : List.of(way, way.ofType("thing.happened"), way.ofType("thing.**"))) {
                    events.read(typed).toList();
                }
            }
        }
        store.streams("", "", 10);
        store.streams("a", "", 10);
        store.nextFromDatabase(0, store.head(), 10);
        try (Consumer consumer = store.consumers().open("c", 0)) {
            result(consumer.save(
                    new Progress(1),
                    List.of(
                            new Change.Park(letter(1)),
                            new Change.Park(letter(2)),
                            new Change.Unpark(1),
                            new Change.PutView("v", 1, "k", "1"),
                            new Change.PutView("v", 1, "k", "2"),
                            new Change.PutView("v", 1, "k2", "2"),
                            new Change.PutView("v", 1, "k2", null))));
            consumer.letters();
        }
        store.consumers().list();
        store.consumers().letters(null, 10);
        store.consumers().view("v", 1, "k");
        store.consumers().forEachView("v", 1, (key, json) -> {});
        store.consumers().remove("c");
    }

    private static DeadLetter letter(long position) {
        return new DeadLetter(
                "c", position, "id", "t", "s", false, 1, "why", "stack", Instant.EPOCH, Instant.EPOCH, "b");
    }
}
