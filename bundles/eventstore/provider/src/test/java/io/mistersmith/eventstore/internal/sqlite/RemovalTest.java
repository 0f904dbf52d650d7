package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.internal.engine.Settled;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A consumer's rows go in slices; appends get their turn in between, and an end in between is no half removal. */
class RemovalTest extends StoreFixture {

    @Test
    void rowsGoInManyShortTransactions() {
        SqliteEventStore store = open();
        fill(store, 20_000, 10);
        AtomicInteger groups = new AtomicInteger();
        store.meters(counting(groups, new AtomicLong()));

        assertThat(store.consumers().remove("totals")).isTrue();

        assertThat(groups).hasValueGreaterThanOrEqualTo(10);
        assertThat(rows(store)).isZero();
        assertThat(store.consumers().list()).isEmpty();
        assertThat(store.consumers().remove("totals")).isFalse();
    }

    @Test
    void largeRowsMakeSmallerSlices() {
        SqliteEventStore store = open();
        fill(store, 12, 1 << 20);
        AtomicInteger groups = new AtomicInteger();
        store.meters(counting(groups, new AtomicLong()));

        store.consumers().remove("totals");

        assertThat(groups).hasValueGreaterThanOrEqualTo(4);
    }

    @Test
    @Tag("faults")
    void noTransactionOfALargeViewsRemovalTakesLong() {
        SqliteEventStore store = open();
        fill(store, 200_000, 20);
        AtomicLong longest = new AtomicLong();
        store.meters(counting(new AtomicInteger(), longest));

        store.consumers().remove("totals");

        assertThat(Duration.ofNanos(longest.get())).as("longest transaction").isLessThan(Duration.ofMillis(500));
    }

    @Test
    void removalThatEndedHalfwayIsFinishedAtTheNextStart() throws Exception {
        SqliteEventStore store = open();
        fill(store, 10_000, 10);
        assertThat(store.write(new ConsumerWork.Remove(new Settled(), "totals")))
                .isTrue();
        assertThat(store.write(new ConsumerWork.DropSlice("totals"))).isTrue();
        assertThat(store.consumers().list()).as("it is gone for everybody").isEmpty();
        store.close();
        assertThat(count("SELECT count(*) FROM views")).isPositive();

        SqliteEventStore again = open();

        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> rows(again) == 0 && again.waitingEvents() == 0);
        again.close();
        assertThat(count("SELECT count(*) FROM consumers")).isZero();
    }

    @Test
    void newConsumerOfTheNameBeginsWithoutWhatTheOldOneLeft() {
        SqliteEventStore store = open();
        fill(store, 5_000, 10);
        store.write(new ConsumerWork.Remove(new Settled(), "totals"));

        try (Consumer consumer = store.consumers().open("totals", 7)) {
            assertThat(consumer.progress()).isEqualTo(new Progress(7));
            assertThat(rows(store)).isZero();
        }
        assertThat(store.consumers().list()).extracting(ConsumerStatus::name).containsExactly("totals");
    }

    private static void fill(SqliteEventStore store, int rows, int length) {
        String json = '"' + "x".repeat(length) + '"';
        try (Consumer consumer = store.consumers().open("totals", 0)) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                changes.add(new Change.PutView("totals", 1, "key-%08d".formatted(i), json));
                if (changes.size() == 20_000 || changes.size() * (long) length > 4 << 20 || i == rows - 1) {
                    result(consumer.save(new Progress(1), changes));
                    changes.clear();
                }
            }
        }
    }

    private static int rows(SqliteEventStore store) {
        AtomicInteger rows = new AtomicInteger();
        store.consumers().forEachView("totals", 1, (key, json) -> rows.incrementAndGet());
        return rows.get();
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private static StoreMeters counting(AtomicInteger groups, AtomicLong longest) {
        return new StoreMeters() {
            @Override
            public void committed(int events, int calls, long nanos) {
                groups.incrementAndGet();
                longest.accumulateAndGet(nanos, Math::max);
            }

            @Override
            public void refused() {}

            @Override
            public void failed() {}
        };
    }
}
