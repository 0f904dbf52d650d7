package io.mistersmith.eventbus.internal;

import static io.mistersmith.eventbus.internal.Fixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.internal.Orders.Placed;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.plugincode.marks.Marks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that end in the middle of a call. A test's process "ends" when its handler copies the files of the marks, as they
 * are at that moment, to the folder of the next process. Each process has the same events, and saved nothing.
 */
class UncleanEndTest {

    private final Path folder;
    private int processes;

    UncleanEndTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eventThatEndsThreeProcessesIsParkedAndTheOthersAreHandled(int concurrency) {
        for (int process = 1; process <= 3; process++) {
            Life life = new Life();
            life.run(concurrency, order -> life.endIf(order.equals("deadly")));
            assertThat(life.ended).as("process " + process + " ended").isTrue();
        }
        Life last = new Life();
        List<String> handled = last.run(concurrency, order -> last.endIf(order.equals("deadly")));

        assertThat(last.ended).isFalse();
        assertThat(handled).containsExactlyInAnyOrder("a", "b", "c", "d");
        List<DeadLetter> letters = last.f.core.durable().letters("orders", 10);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.position()).isEqualTo(3);
            assertThat(letter.subject()).isEqualTo("deadly");
            assertThat(letter.bundle()).isEqualTo("shop/1.0.0");
            assertThat(letter.cause())
                    .contains("ContainerEndedException: the container ended 3 times without a stop while");
        });
        assertThat(last.f.status("orders").problem()).isEmpty();
        assertThat(last.f.status("orders").parked()).isOne();

        last.handler = order -> {};
        assertThat(last.f.core.durable().redrive("orders", null)).isOne();
        last.f.pools.drain();

        assertThat(last.calls).endsWith("deadly");
        assertThat(last.f.core.durable().letters("orders", 10)).isEmpty();
    }

    @Test
    void twoEndsFromOutsideDuringOneSlowCallParkNothing() {
        for (int process = 1; process <= 2; process++) {
            Life life = new Life();
            life.run(1, order -> life.endIf(order.equals("b")));
        }
        Life third = new Life();
        List<String> problems = new ArrayList<>();
        List<String> handled = third.run(1, order -> {
            if (order.equals("b")) {
                problems.add(third.f.status("orders").problem());
            }
        });

        assertThat(handled).containsExactly("a", "b", "deadly", "c", "d");
        assertThat(third.f.core.durable().letters("orders", 10)).isEmpty();
        assertThat(problems)
                .containsExactly("the container ended without a stop during the call of position 2, 2 times: it is"
                        + " called alone");
        assertThat(third.f.status("orders").problem()).isEmpty();

        Life fourth = new Life();
        assertThat(fourth.run(1, order -> fourth.endIf(order.equals("b")))).containsExactly("a");
        Life fifth = new Life();
        assertThat(fifth.run(1, order -> {}))
                .as("ends of other processes do not add up for ever")
                .hasSize(5);
    }

    @Test
    void callsThatWereInProgressRunOneAtATimeAndThenAllAtOnce() {
        CallMarks dead = new CallMarks(folder.resolve("0"), 1);
        dead.of("orders").begin(0, 2);
        dead.of("orders").begin(1, 4);
        Life life = new Life();
        List<String> nested = new ArrayList<>();
        int[] depth = new int[1];
        int[] most = new int[2];

        life.run(4, order -> {
            depth[0]++;
            boolean before = !life.calls.containsAll(List.of("b", "c"));
            most[before ? 0 : 1] = Math.max(most[before ? 0 : 1], depth[0]);
            if (nested.size() < 20) {
                nested.add(order);
                life.f.pools.drain(); // any other lane would run now
            }
            depth[0]--;
        });
        for (int i = 0; i < 40; i++) {
            life.f.bus.publishGuaranteed(new Placed("later-" + i, 1));
        }
        life.f.seconds(10);

        assertThat(most[0])
                .as("calls at a time before those in doubt have returned")
                .isOne();
        assertThat(most[1]).as("calls at a time after").isGreaterThan(1);
        assertThat(life.calls).contains("a", "b", "c", "d", "deadly");
        assertThat(life.calls.subList(0, 4)).containsExactly("a", "b", "deadly", "c");
    }

    @Test
    void callsInDoubtOfTwoSubscriptionsTakeTurns() {
        CallMarks dead = new CallMarks(folder.resolve("0"), 1);
        dead.of("one").begin(0, 1);
        dead.of("two").begin(0, 1);
        Life life = new Life();
        List<String> states = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            life.f.core.subscribe(
                    SHOP, "shop:" + name, Placed.class, o -> o.durable(name).fromFirst(), (EventHandler<Placed>)
                            (p, c) -> {
                                calls.add(name + " " + p.order());
                                if (calls.size() == 1) {
                                    life.f.pools.drain();
                                    life.f.pools.advance(Duration.ofSeconds(2));
                                    states.add(life.f.status("one").state());
                                    states.add(life.f.status("two").state());
                                }
                            });
        }
        life.f.pools.drain();

        assertThat(calls).as("while the first call runs").hasSizeLessThanOrEqualTo(10);
        life.f.seconds(5);

        assertThat(Set.copyOf(states))
                .containsExactlyInAnyOrder("running", "waiting for a call of another subscription, which runs alone");
        assertThat(calls).hasSize(10);
        assertThat(life.f.core.durable().letters(null, 10)).isEmpty();
    }

    @Test
    void orderlyEndIsNoDeathEvenIfACallDoesNotReturn() {
        Life first = new Life();
        first.run(1, order -> {
            if (order.equals("b")) {
                first.f.core.close();
                first.endIf(true);
            }
        });

        assertThat(new CallMarks(first.next, 99).of("orders").deaths(2)).isZero();
    }

    @Test
    void notesOfTheSameProcessAreNoDeaths() {
        Marks before = new CallMarks(folder, 7).of("orders");
        before.begin(3, 12);

        assertThat(new CallMarks(folder, 7).of("orders").deaths(12)).isZero();
    }

    @Test
    void subscriptionThatIsForgottenLeavesNoDeaths() {
        CallMarks before = new CallMarks(folder, 7);
        before.of("orders").begin(0, 12);

        before.forget("orders");

        assertThat(new CallMarks(folder, 8).of("orders").deaths(12)).isZero();
        assertThat(folder.resolve("orders.calls")).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 100_000})
    void fileThatIsDamagedBeginsAnew(int size) throws IOException {
        Files.write(folder.resolve("orders.calls"), new byte[size]);

        Marks marks = new CallMarks(folder, 7).of("orders");
        marks.begin(63, 12);

        assertThat(new CallMarks(folder, 8).of("orders").deaths(12)).isOne();
    }

    @Test
    void withoutAFolderThatCanBeWrittenEventsAreHandledAllTheSame() throws IOException {
        Files.writeString(folder.resolve("0"), "a file where the folder should be");
        Life life = new Life();

        assertThat(life.run(2, order -> {})).hasSize(5);
    }

    @Test
    void aThousandEndsLeaveNoMoreThanTheFileHolds() {
        for (int process = 1; process <= 1_000; process++) {
            new CallMarks(folder, process).of("orders").begin(0, process);
        }

        Marks marks = new CallMarks(folder, 1_001).of("orders");
        assertThat(marks.deaths(1_000)).as("the latest").isOne();
    }

    /** One process, from its start with five stored events to its end. */
    private final class Life {

        final Path own = folder.resolve(String.valueOf(processes));
        final Path next = folder.resolve(String.valueOf(processes + 1));
        final Fixture f = new Fixture(new CallMarks(own, ++processes + 1));
        final List<String> calls = new ArrayList<>();
        Consumer<String> handler = order -> {};
        boolean ended;

        Life() {
            for (String order : List.of("a", "b", "deadly", "c", "d")) {
                f.bus.publishGuaranteed(new Placed(order, 1));
            }
            f.pools.drain();
        }

        /** The orders whose calls began and returned before the process ended. */
        List<String> run(int concurrency, Consumer<String> what) {
            handler = what;
            List<String> returned = new ArrayList<>();
            f.core.subscribe(
                    SHOP,
                    "shop:Orders",
                    Placed.class,
                    o -> o.durable("orders").fromFirst().concurrency(concurrency),
                    (EventHandler<Placed>) (p, c) -> {
                        if (ended) {
                            return; // nobody is there any more to see it
                        }
                        calls.add(p.order());
                        handler.accept(p.order());
                        if (!ended) {
                            returned.add(p.order());
                        }
                    });
            f.seconds(10);
            return returned;
        }

        void endIf(boolean now) {
            if (!now) {
                return;
            }
            ended = true;
            try (Stream<Path> files = Files.list(own)) {
                Files.createDirectories(next);
                for (Path file : files.toList()) {
                    Files.copy(file, next.resolve(file.getFileName()));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
