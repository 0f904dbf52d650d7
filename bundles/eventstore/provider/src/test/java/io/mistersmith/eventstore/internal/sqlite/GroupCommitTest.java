package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.WrongVersionException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Many calls in one transaction: what one of them meets is no other's business. */
class GroupCommitTest extends StoreFixture {

    /** Calls per group, as the committer tells them. */
    private final Queue<Integer> groups = new ConcurrentLinkedQueue<>();

    @Test
    void refusalsInsideAGroupLeaveTheOthersAndTheCountsAsTheyWere() throws Exception {
        SqliteEventStore store = open();
        EventStore events = store.as("test");
        append(events, "a", event("known"));
        CountDownLatch held = hold(store, groups::add);
        CompletionStage<List<Receipt>> good1 = events.append("a", Expected.exactly(1), List.of(event("x"), event("y")));
        CompletionStage<List<Receipt>> conflict = events.append("a", Expected.exactly(2), List.of(event("late")));
        NewEvent<?> other = NewEvent.json("thing.happened", "{\"n\":2}").withId("known");
        CompletionStage<List<Receipt>> reused =
                events.append("a", Expected.ANY, List.of(event("new1"), event("new2"), other));
        CompletionStage<List<Receipt>> duplicate = events.append("a", Expected.exactly(0), List.of(event("known")));
        CompletionStage<List<Receipt>> good2 = events.append("a", Expected.exactly(3), List.of(event("z")));
        held.countDown();

        assertThat(result(good1)).extracting(Receipt::version).containsExactly(2L, 3L);
        assertThat(failure(conflict))
                .isInstanceOfSatisfying(WrongVersionException.class, wrong -> assertThat(wrong.actual())
                        .isEqualTo(3));
        assertThat(failure(reused)).isInstanceOf(EventIdReusedException.class);
        assertThat(result(duplicate)).containsExactly(new Receipt("test", "known", "a", 1, 1, true));
        assertThat(result(good2)).containsExactly(new Receipt("test", "z", "a", 4, 5, false));
        assertThat(groups).as("all five shared one transaction").contains(5);
        assertThat(events.read(Read.all()).toList())
                .extracting(StoredEvent::position)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void appendsAndSavesShareATransaction() throws Exception {
        SqliteEventStore store = open();
        try (Consumer consumer = store.consumers().open("c", 0)) {
            CountDownLatch held = hold(store, groups::add);
            CompletionStage<List<Receipt>> appended = store.as("test").append("a", Expected.ANY, List.of(event()));
            CompletionStage<Void> saved = consumer.save(new Progress(1), List.of());
            held.countDown();
            result(appended);
            result(saved);

            assertThat(groups).contains(2);
        }
    }

    @Test
    void callWhoseDataTheDatabaseRefusesFailsAloneAndTheOthersAreCommitted() throws Exception {
        SqliteEventStore store = open();
        EventStore events = store.as("test");
        CountDownLatch held = hold(store, groups::add);
        CompletionStage<List<Receipt>> before = events.append("a", Expected.NO_STREAM, List.of(event("x"), event("y")));
        CompletionStage<Boolean> refused = store.submit(
                spoiler(writer -> writer.session().update("INSERT INTO consumers VALUES ('half', 1, NULL, 0, 0)") > 0));
        CompletionStage<Boolean> thrown = store.submit(spoiler(writer -> {
            writer.session().update("INSERT INTO consumers VALUES ('half', 1, '', 0, 0)");
            throw new IllegalStateException("no such letter");
        }));
        CompletionStage<List<Receipt>> after = events.append("a", Expected.exactly(2), List.of(event("z")));
        held.countDown();

        assertThat(failure(refused))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("NOT NULL constraint failed: consumers.above");
        assertThat(failure(thrown))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("no such letter");
        assertThat(result(before)).extracting(Receipt::position).containsExactly(2L, 3L);
        assertThat(result(after)).containsExactly(new Receipt("test", "z", "a", 3, 4, false));
        assertThat(store.consumers().list())
                .as("nothing of the failed calls is left")
                .isEmpty();
        assertThat(store.head()).isEqualTo(4);
    }

    @Test
    void groupThatManyCallsSpoilEndsWithAnAnswerForEach() throws Exception {
        SqliteEventStore store = open();
        CountDownLatch held = hold(store, groups::add);
        List<CompletionStage<Boolean>> spoilt = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            spoilt.add(store.submit(spoiler(writer -> {
                throw new IllegalStateException("no such letter");
            })));
        }
        held.countDown();

        spoilt.forEach(one -> assertThat(failure(one)).isInstanceOf(StoreUnavailableException.class));
        assertThat(append(store.as("test"), "a", event())).hasSize(1);
    }

    private interface Part {
        boolean run(Writer writer) throws SQLException;
    }

    private static Work<Boolean> spoiler(Part part) {
        return new Work<>() {
            @Override
            Boolean run(Writer writer) throws SQLException {
                return part.run(writer);
            }
        };
    }

    @Test
    void callersThatFollowEachOtherHaveAscendingPositions() throws Exception {
        EventStore store = open().as("test");
        AtomicReference<Throwable> failed = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        long[] last = new long[1];
        Object turn = new Object();
        for (int t = 0; t < 8; t++) {
            String stream = "s" + t;
            Thread caller = new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    // A caller that begins after another was told sees what that one got; those in between may race.
                    long before;
                    synchronized (turn) {
                        before = last[0];
                    }
                    long mine = append(store, stream, event()).get(0).position();
                    if (mine <= before) {
                        failed.set(new AssertionError(mine + " after " + before));
                    }
                    synchronized (turn) {
                        last[0] = Math.max(last[0], mine);
                    }
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }

        assertThat(failed.get()).isNull();
        assertThat(store.head()).isEqualTo(400);
    }

    @Test
    void callbacksNeverRunOnTheCommitter() {
        EventStore store = open().as("test");
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        List<CompletionStage<?>> stages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            stages.add(store.append("s", Expected.ANY, List.of(event()))
                    .thenRun(() -> threads.add(Thread.currentThread().getName())));
        }
        stages.forEach(StoreFixture::result);

        assertThat(threads).hasSize(200).doesNotContain("smith-store-committer");
    }
}
