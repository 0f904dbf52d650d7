package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerInUseException;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every event store must do for consumers: checkpoints, letters, view rows. Each engine subclasses this. */
public abstract class ConsumersContract extends StoreContract {

    private static final Instant TIME = Instant.parse("2026-05-04T03:02:01.123Z");

    @Test
    void newConsumerBeginsWhereItIsTold() {
        try (Consumer first = consumers().open("first", 0);
                Consumer later = consumers().open("later", 17)) {
            assertThat(first.name()).isEqualTo("first");
            assertThat(first.progress()).isEqualTo(Progress.NONE);
            assertThat(later.progress()).isEqualTo(new Progress(17));
        }
    }

    @Test
    void newConsumerBeginsWhereItWasToldAlsoWhenItIsReopenedWithoutASave() throws Exception {
        consumers().open("c", 17).close();
        reopen();

        try (Consumer again = consumers().open("c", 99)) {
            assertThat(again.progress()).isEqualTo(new Progress(17));
        }
    }

    @Test
    void consumerHasOneOwnerAtATime() {
        Consumer owned = consumers().open("c", 0);

        assertThatThrownBy(() -> consumers().open("c", 0))
                .isInstanceOfSatisfying(ConsumerInUseException.class, e -> assertThat(e.consumer())
                        .isEqualTo("c"));
        owned.close();
        consumers().open("c", 0).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "-begins", "with space", "ü", "a/b"})
    void malformedNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> consumers().open(name, 0))
                .withMessageContaining('"' + name + '"');
    }

    @Test
    void nextGivesEventsInOrderAfterAPosition() {
        try (Consumer consumer = consumers().open("c", 0)) {
            assertThat(consumer.next(0, 10)).isEmpty();
            List<Long> positions =
                    append("s", 5).stream().map(Receipt::position).toList();

            assertThat(positions(consumer.next(0, 10))).isEqualTo(positions);
            assertThat(positions(consumer.next(0, 2))).isEqualTo(positions.subList(0, 2));
            assertThat(positions(consumer.next(positions.get(2), 10))).isEqualTo(positions.subList(3, 5));
            assertThat(consumer.next(positions.get(4), 10)).isEmpty();
        }
    }

    @Test
    void nextMissesNothingWhileOthersAppend() {
        int writers = 4;
        int each = 100;
        List<CompletableFuture<Void>> writing = new ArrayList<>();
        try (Consumer consumer = consumers().open("c", 0)) {
            for (int w = 0; w < writers; w++) {
                String stream = "w" + w;
                writing.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < each; i++) {
                        append(stream, events(stream + "-" + i, 1));
                    }
                }));
            }
            List<String> seen = new ArrayList<>();
            long at = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (seen.size() < writers * each && System.nanoTime() < deadline) {
                for (StoredEvent event : consumer.next(at, 50)) {
                    assertThat(event.position()).isGreaterThan(at);
                    at = event.position();
                    seen.add(event.id());
                }
                Thread.onSpinWait();
            }
            assertThat(seen).hasSize(writers * each).doesNotHaveDuplicates();
        }
        writing.forEach(CompletableFuture::join);
    }

    @Test
    void commitWakesTheConsumer() throws InterruptedException {
        try (Consumer consumer = consumers().open("c", 0)) {
            Semaphore wakes = new Semaphore(0);
            consumer.onCommit(wakes::release);

            append("s", events("one", 1));
            assertThat(wakes.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("woken")
                    .isTrue();

            append("s", events("two", 1));
            assertThat(wakes.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("woken again")
                    .isTrue();
        }
    }

    @Test
    void eventIsThereWhenTheConsumerIsWoken() throws InterruptedException {
        try (Consumer consumer = consumers().open("c", 0)) {
            Semaphore seen = new Semaphore(0);
            consumer.onCommit(() -> ForkJoinPool.commonPool()
                    .execute(() -> seen.release(consumer.next(0, 10).isEmpty() ? 0 : 1)));

            append("s", events("one", 1));

            assertThat(seen.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    // saving

    @Test
    void progressIsKept() throws Exception {
        Progress progress = new Progress(5, 7, 9);
        try (Consumer consumer = consumers().open("c", 0)) {
            result(consumer.save(progress, List.of()));
            assertThat(consumer.progress()).isEqualTo(progress);
        }
        assertThat(progressOf("c")).isEqualTo(progress);
        reopen();
        assertThat(progressOf("c")).isEqualTo(progress);
        try (Consumer again = consumers().open("c", 0)) {
            assertThat(again.progress()).isEqualTo(progress);
        }
    }

    @Test
    void progressOfAnyNumberOfRangesIsKept() throws Exception {
        List<Progress.Range> ranges = new ArrayList<>();
        for (long i = 1; i <= 5_000; i++) {
            ranges.add(new Progress.Range(i * 100, i * 100 + i % 3 * 20));
        }
        Progress progress = new Progress(7, ranges);
        try (Consumer consumer = consumers().open("c", 0)) {
            result(consumer.save(progress, List.of()));
        }
        reopen();

        assertThat(progressOf("c")).isEqualTo(progress);
        assertThat(progressOf("c").settled(220)).isTrue();
        assertThat(progressOf("c").settled(241)).isFalse();
    }

    @Test
    void savesTakeEffectInTheOrderOfTheirCalls() {
        try (Consumer consumer = consumers().open("c", 0)) {
            List<java.util.concurrent.CompletionStage<Void>> saves = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                saves.add(consumer.save(new Progress(i), List.of(row("k", Integer.toString(i)))));
            }
            saves.forEach(StoreContract::result);
            assertThat(consumer.progress()).isEqualTo(new Progress(50));
        }
        assertThat(consumers().view("totals", 1, "k")).contains("50");
    }

    @Test
    void progressLettersAndRowsAreSavedTogether() throws Exception {
        try (Consumer consumer = consumers().open("totals", 0)) {
            result(consumer.save(
                    new Progress(3),
                    List.of(row("a", "1"), row("b", "2"), new Change.Park(letter("totals", 2, "s")), row("a", "3"))));
        }
        reopen();

        assertThat(progressOf("totals")).isEqualTo(new Progress(3));
        assertThat(consumers().view("totals", 1, "a")).contains("3");
        assertThat(consumers().view("totals", 1, "b")).contains("2");
        assertThat(consumers().letters("totals", 10)).containsExactly(letter("totals", 2, "s"));
    }

    @Test
    void letterWithoutACauseIsRefusedWhereItIsMadeAndNamesTheField() {
        assertThatNullPointerException()
                .isThrownBy(() -> new DeadLetter("c", 1, "e", "t", null, false, 1, absent(), "", TIME, TIME, "b/1"))
                .withMessage("cause");
    }

    @Test
    void closedConsumerDoesNothingMore() {
        Consumer consumer = consumers().open("c", 0);
        consumer.close();

        assertThatThrownBy(consumer::progress).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(consumer::letters).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> consumer.next(0, 1)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> consumer.onCommit(() -> {})).isInstanceOf(StoreUnavailableException.class);
        failure(StoreUnavailableException.class, () -> consumer.save(new Progress(1), List.of()));
        assertThat(progressOf("c")).isEqualTo(Progress.NONE);
        consumer.close();
    }

    @Test
    void formerOwnerCannotSaveOverItsSuccessor() {
        Consumer former = consumers().open("c", 0);
        former.close();
        try (Consumer owner = consumers().open("c", 0)) {
            result(owner.save(new Progress(5), List.of()));

            failure(StoreUnavailableException.class, () -> former.save(new Progress(1), List.of()));
            former.close();

            assertThat(owner.progress()).isEqualTo(new Progress(5));
            assertThatThrownBy(() -> consumers().open("c", 0)).isInstanceOf(ConsumerInUseException.class);
        }
    }

    @Test
    void consumerEndsWithItsStore() throws Exception {
        Consumer consumer = consumers().open("c", 0);
        reopen();

        assertThatThrownBy(() -> consumer.next(0, 1)).isInstanceOf(StoreUnavailableException.class);
        failure(StoreUnavailableException.class, () -> consumer.save(new Progress(1), List.of()));
        consumer.close();
        consumers().open("c", 0).close();
    }

    // letters

    @Test
    void lettersAreKeptByPositionAndGoWhenUnparked() {
        try (Consumer consumer = consumers().open("c", 0)) {
            result(consumer.save(
                    new Progress(9),
                    List.of(
                            new Change.Park(letter("c", 7, null)),
                            new Change.Park(letter("c", 2, "s")),
                            new Change.Park(letter("c", 5, "s")))));
            assertThat(consumer.letters()).extracting(DeadLetter::position).containsExactly(2L, 5L, 7L);

            DeadLetter replaced = new DeadLetter("c", 5, "e-5", "t", "s", false, 9, "again", "", TIME, TIME, "b/2");
            result(consumer.save(
                    new Progress(9), List.of(new Change.Unpark(2), new Change.Unpark(3), new Change.Park(replaced))));

            assertThat(consumer.letters())
                    .extracting(DeadLetter::attempts)
                    .containsExactly(9, letter("c", 7, null).attempts());
            assertThat(consumer.letters()).extracting(DeadLetter::cause).containsExactly("", "");
            assertThat(consumer.letters()).extracting(DeadLetter::stack).containsExactly("", "");
            assertThat(consumers().letters("c", 10)).containsExactly(replaced, letter("c", 7, null));
        }
    }

    @Test
    void lettersAreListedOfOneConsumerOrOfAll() {
        try (Consumer a = consumers().open("a", 0);
                Consumer b = consumers().open("b", 0)) {
            result(a.save(
                    new Progress(9),
                    List.of(new Change.Park(letter("a", 1, "s")), new Change.Park(letter("a", 5, "s")))));
            result(b.save(new Progress(9), List.of(new Change.Park(letter("b", 3, "s")))));
        }

        assertThat(consumers().letters("a", 10))
                .extracting(DeadLetter::position)
                .containsExactly(1L, 5L);
        assertThat(consumers().letters(null, 10))
                .extracting(DeadLetter::position)
                .containsExactly(1L, 3L, 5L);
        assertThat(consumers().letters(null, 2))
                .extracting(DeadLetter::position)
                .containsExactly(1L, 3L);
        assertThat(consumers().letters("nobody", 10)).isEmpty();
        assertThat(consumers().list()).extracting(ConsumerStatus::letters).containsExactly(2L, 1L);
    }

    // views

    @Test
    void rowsAreReplacedAndRemoved() {
        try (Consumer consumer = consumers().open("totals", 0)) {
            result(consumer.save(new Progress(1), List.of(row("a", "1"), row("b", "2"))));
            result(consumer.save(new Progress(2), List.of(row("a", null), row("b", "3"), row("gone", null))));
        }

        assertThat(consumers().view("totals", 1, "a")).isEmpty();
        assertThat(consumers().view("totals", 1, "b")).contains("3");
        assertThat(consumers().view("totals", 2, "b")).isEmpty();
        assertThat(consumers().view("others", 1, "b")).isEmpty();
        assertThat(rows("totals", 1)).containsExactly("b=3");
    }

    @Test
    void manyRowsAreReadInTheOrderOfTheirKeys() {
        List<Change> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 9_999; i >= 0; i--) {
            rows.add(row(String.format("%05d", i), Integer.toString(i)));
            expected.add(0, String.format("%05d=%d", i, i));
        }
        try (Consumer consumer = consumers().open("totals", 0)) {
            result(consumer.save(new Progress(1), rows));
        }

        assertThat(rows("totals", 1)).isEqualTo(expected);
    }

    @Test
    void keysAreToldApartByEveryCharacter() {
        try (Consumer consumer = consumers().open("totals", 0)) {
            result(consumer.save(
                    new Progress(1), List.of(row("a", "1"), row("A", "2"), row("a ", "3"), row("ä/%_'", "4"))));
        }

        assertThat(rows("totals", 1)).containsExactly("A=2", "a=1", "a =3", "ä/%_'=4");
    }

    // administration

    @Test
    void everyConsumerIsListedByName() {
        consumers().open("b", 3).close();
        try (Consumer open = consumers().open("a", 0)) {
            result(open.save(new Progress(4, 6), List.of()));

            assertThat(consumers().list())
                    .containsExactly(
                            new ConsumerStatus("a", true, new Progress(4, 6), 0),
                            new ConsumerStatus("b", false, new Progress(3), 0));
        }
    }

    @Test
    void removedConsumerLeavesNothing() {
        try (Consumer consumer = consumers().open("totals", 0);
                Consumer other = consumers().open("other", 0)) {
            result(consumer.save(new Progress(3), List.of(row("a", "1"), new Change.Park(letter("totals", 2, "s")))));
            result(other.save(new Progress(3), List.of(new Change.PutView("other", 1, "a", "1"))));
            consumers().open("letters", 0).close();
            assertThat(consumers().list()).extracting(ConsumerStatus::view).containsExactly(false, true, true);
            assertThat(consumers().remove("letters")).isTrue();
            assertThatThrownBy(() -> consumers().remove("totals")).isInstanceOf(ConsumerInUseException.class);
        }

        assertThat(consumers().remove("totals")).isTrue();
        assertThat(consumers().remove("totals")).isFalse();

        assertThat(consumers().list()).extracting(ConsumerStatus::name).containsExactly("other");
        assertThat(consumers().letters("totals", 10)).isEmpty();
        assertThat(rows("totals", 1)).isEmpty();
        assertThat(rows("other", 1)).containsExactly("a=1");
        try (Consumer again = consumers().open("totals", 0)) {
            assertThat(again.progress()).isEqualTo(Progress.NONE);
        }
    }

    // await

    @Test
    void awaitReturnsWhenTheConsumerHasSettledThePosition() throws Exception {
        try (Consumer consumer = consumers().open("c", 0)) {
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> await("c", 5, PATIENCE));
            assertThat(await("c", 5, Duration.ofMillis(20))).isFalse();

            result(consumer.save(new Progress(4, 6), List.of()));
            assertThat(await("c", 5, Duration.ofMillis(20))).isFalse();
            assertThat(await("c", 4, Duration.ZERO)).isTrue();
            assertThat(waiting).isNotDone();

            result(consumer.save(new Progress(6), List.of()));
            assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void awaitOfAConsumerThatDoesNotExistIsFalse() {
        assertThat(await("nobody", 1, Duration.ofMillis(20))).isFalse();
    }

    @Test
    void awaitEndsWhenTheStoreIsClosed() throws Exception {
        consumers().open("c", 0).close();
        var store = store();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return store.await("c", 5, PATIENCE);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        closeStore();

        assertThatThrownBy(() -> waiting.get(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreUnavailableException.class);
        openStore();
    }

    private boolean await(String consumer, long position, Duration timeout) {
        try {
            return store().await(consumer, position, timeout);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Progress progressOf(String consumer) {
        return consumers().list().stream()
                .filter(one -> one.name().equals(consumer))
                .findFirst()
                .orElseThrow()
                .progress();
    }

    private List<String> rows(String projection, int version) {
        List<String> rows = new ArrayList<>();
        consumers().forEachView(projection, version, (key, value) -> rows.add(key + "=" + value));
        return rows;
    }

    private static Change row(String key, @Nullable String json) {
        return new Change.PutView("totals", 1, key, json);
    }

    private static DeadLetter letter(String consumer, long position, @Nullable String subject) {
        return new DeadLetter(
                consumer,
                position,
                "e-" + position,
                "order.placed",
                subject,
                subject == null,
                3,
                "java.lang.IllegalStateException: no stock",
                "java.lang.IllegalStateException: no stock\n\tat a.B.c(B.java:1)",
                TIME,
                TIME.plusSeconds(60),
                "orders/1.0.0");
    }

    @SuppressWarnings("NullAway") // what no caller may pass
    private static String absent() {
        return null;
    }

    private static List<Long> positions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::position).toList();
    }
}
