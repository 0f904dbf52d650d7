package io.mistersmith.sourcing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.Event;
import io.mistersmith.event.EventType;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Subject;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.InMemoryMetrics;
import io.mistersmith.testkit.ManualThreadPools;
import io.mistersmith.threads.ThreadPools;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProjectionSetTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @EventType("order.placed")
    record Placed(@Subject String order, String customer, BigDecimal amount) implements Order {}

    @EventType("order.cancelled")
    record Cancelled(@Subject String order, String customer, BigDecimal amount) implements Order {}

    sealed interface Order permits Placed, Cancelled {
        String customer();

        BigDecimal amount();
    }

    /** Orders per customer; fails at poison when told to. */
    static class Totals implements Projection<Placed, BigDecimal> {

        private final int version;
        private boolean fails;
        private int calls;
        private final List<Event<?>> seen = new ArrayList<>();

        Totals(int version) {
            this.version = version;
        }

        @Override
        public String name() {
            return "totals";
        }

        @Override
        public int version() {
            return version;
        }

        @Override
        public String key(Placed order, Event<?> event) {
            return order.customer();
        }

        @Override
        public BigDecimal apply(Optional<BigDecimal> before, Placed order, Event<?> event) {
            calls++;
            seen.add(event);
            if (fails && order.order().equals("poison")) {
                throw new IllegalStateException("cannot count poison");
            }
            return before.orElse(BigDecimal.ZERO).add(order.amount());
        }
    }

    static final class Open implements Projection<Order, BigDecimal> {

        @Override
        public String name() {
            return "open";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public String key(Order order, Event<?> event) {
            return order.customer();
        }

        @Override
        public BigDecimal apply(Optional<BigDecimal> before, Order order, Event<?> event) {
            BigDecimal sum = before.orElse(BigDecimal.ZERO);
            return order instanceof Placed ? sum.add(order.amount()) : sum.subtract(order.amount());
        }
    }

    private final ManualThreadPools pools = new ManualThreadPools();
    private final InMemoryEventStore store = new InMemoryEventStore(pools);
    private ProjectionSet projections = newSet();

    private ProjectionSet newSet() {
        ProjectionSet set = new ProjectionSet();
        set.threads(pools);
        set.codec(store.codec());
        set.store(store);
        return set;
    }

    @Test
    void rowsFollowTheEventsBeforeAndAfterTheProjectionCame() {
        place("Ann", 1, 2);
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(3)));

        place("Ben", 10);
        place("Ann", 4);
        pools.drain();

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(7), "Ben", sum(10)));
        assertThat(projections.get("totals", "Ann", BigDecimal.class)).contains(sum(7));
        assertThat(projections.get("totals", "Nobody", BigDecimal.class)).isEmpty();
        assertThat(status())
                .isEqualTo(new ProjectionStatus("totals", 1, "orders/1.0.0", "running", store.head(), 4, ""));
    }

    @Test
    void sealedInterfaceTakesEachOfItsRecordsAndNothingElse() {
        projections.add(new Open(), "orders/1.0.0", 1);
        append(
                new Placed("o-1", "Ann", sum(5)),
                NewEvent.json("order.shipped", "{\"customer\":\"Ann\"}"),
                new Cancelled("o-1", "Ann", sum(2)));
        pools.drain();

        assertThat(projections.get("open", "Ann", BigDecimal.class)).contains(sum(3));
        assertThat(status().position()).isEqualTo(3);
    }

    @Test
    void projectionSeesTheEnvelopeWithItsPayload() {
        Totals totals = new Totals(1);
        projections.add(totals, "orders/1.0.0", 1);
        Placed placed = new Placed("o-1", "Ann", sum(5));
        append(NewEvent.of(placed).withId("e-1").withHeader("tenant", "acme").withCorrelationId("cart"));
        pools.drain();

        Event<?> event = totals.seen.get(0);
        assertThat(event.payload()).isEqualTo(placed);
        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.type()).isEqualTo("order.placed");
        assertThat(event.subject()).isEqualTo("o-1");
        assertThat(event.headers()).isEqualTo(Map.of("tenant", "acme"));
        assertThat(event.correlationId()).isEqualTo("cart");
        assertThat(event.time()).isEqualTo(pools.clock().instant());
    }

    @Test
    void awaitFindsAProjectionByItsName() throws InterruptedException {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        place("Ann", 1);
        assertThat(store.await("totals", 1, Duration.ZERO)).isFalse();

        pools.drain();

        assertThat(store.await("totals", 1, Duration.ZERO)).isTrue();
    }

    @Test
    void crashBetweenBatchesCountsNoEventTwiceAndLeavesNoneOut() {
        place("Ann", IntStream.rangeClosed(1, 1_750).toArray());
        BigDecimal all = sum(1_750 * 1_751 / 2);

        int crashes = 0;
        while (!store.list().stream().anyMatch(one -> one.progress().position() == 1_750)) {
            projections.add(new Totals(1), "orders/1.0.0", 1);
            for (int i = 0; i < 3 + crashes % 4; i++) {
                pools.step();
            }
            store.goAway();
            store.comeBack();
            projections.close();
            pools.drain();
            projections = newSet();
            crashes++;
            assertThat(crashes).as("crashes until all was counted").isLessThan(100);
        }

        assertThat(crashes).as("crashes").isGreaterThan(2);
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        assertThat(totals()).isEqualTo(Map.of("Ann", all));
    }

    @Test
    void saveWhoseAnswerIsLostIsNotCountedTwice() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        place("Ann", 1);
        store.loseNextAnswer();
        pools.drain();
        assertThat(status().state()).isEqualTo("waiting");
        assertThat(status().problem()).contains("outcome unknown");

        place("Ann", 2);
        pools.advance(LONG);

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(3)));
        assertThat(status().state()).isEqualTo("running");
        assertThat(status().problem()).isEmpty();
    }

    @Test
    void failedSaveIsTriedAgain() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        place("Ann", 1);
        store.failNextSave(new StoreUnavailableException("disk is slow", false, null));
        pools.drain();
        assertThat(projections.get("totals", "Ann", BigDecimal.class)).isEmpty();

        pools.advance(LONG);

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1)));
    }

    @Test
    void eventThatItThrowsAtStopsItAndIsTriedAgainWithBackoff() {
        Totals totals = new Totals(1);
        totals.fails = true;
        projections.add(totals, "orders/1.0.0", 1);
        place("Ann", 1, 2);
        append(NewEvent.of(new Placed("poison", "Ann", sum(40))).withId("e-3"));
        place("Ann", 8);
        pools.drain();

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(3)));
        assertThat(status().state()).isEqualTo("stuck");
        assertThat(status().position()).isEqualTo(2);
        assertThat(status().problem())
                .isEqualTo("event at position 3 (order.placed, id e-3): "
                        + "java.lang.IllegalStateException: cannot count poison. Tried again until it goes; "
                        + "store:events --all --after 2 --limit 1 shows it. "
                        + "Correct the projection and copy its jar to deploy/ under a higher version");

        int calls = totals.calls;
        place("Ann", 16);
        pools.drain();
        assertThat(totals.calls).as("calls before the wait is over").isEqualTo(calls);
        pools.advance(Duration.ofMinutes(10));
        assertThat(totals.calls - calls).as("tries within ten minutes").isBetween(18, 50);
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(3)));

        totals.fails = false;
        pools.advance(Duration.ofSeconds(30));
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(67)));
        assertThat(status().state()).isEqualTo("running");
    }

    @Test
    void mendedProjectionGoesOnAtTheEventThatStoppedTheOldOne() {
        Totals broken = new Totals(1);
        broken.fails = true;
        projections.add(broken, "orders/1.0.0", 1);
        place("Ann", 1);
        append(NewEvent.of(new Placed("poison", "Ann", sum(40))).withId("e-2"));
        place("Ann", 8);
        pools.drain();
        assertThat(status().state()).isEqualTo("stuck");

        projections.remove(broken);
        Totals mended = new Totals(1);
        projections.add(mended, "orders/1.0.1", 1);
        pools.drain();

        assertThat(status().state()).isEqualTo("running");
        assertThat(status().problem()).isEmpty();
        assertThat(mended.calls)
                .as("events taken, without those that the old one had")
                .isEqualTo(2);
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(49)));
    }

    @Test
    void eventThatDoesNotFitTheRecordStopsItToo() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        append(NewEvent.json("order.placed", "{\"amount\":\"much\"}"));
        pools.drain();

        assertThat(status().state()).isEqualTo("stuck");
        assertThat(status().problem()).contains("field amount");
    }

    @Test
    void keyMustHaveOneTo255Characters() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        place("x".repeat(256), 1);
        pools.drain();

        assertThat(status().problem()).contains("its key has 256 characters, allowed are 1 to 255");
    }

    @Test
    void anotherVersionBeginsWithAnEmptyView() {
        Totals one = new Totals(1);
        projections.add(one, "orders/1.0.0", 1);
        place("Ann", 1);
        place("Ben", 2);
        pools.drain();
        projections.remove(one);
        assertThat(totals()).as("view of the one that went").hasSize(2);

        Totals two = new Totals(2);
        projections.add(two, "orders/1.1.0", 1);
        pools.drain();

        assertThat(two.calls).as("events taken from the first").isEqualTo(2);
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1), "Ben", sum(2)));
        assertThat(store.view("totals", 1, "Ann")).as("row of the old version").isEmpty();

        projections.remove(two);
        projections.add(new Totals(2), "orders/1.2.0", 1);
        pools.drain();
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1), "Ben", sum(2)));
    }

    @Test
    void projectionThatGoesClosesItsConsumerAndTakesNoMore() {
        Totals totals = new Totals(1);
        projections.add(totals, "orders/1.0.0", 1);
        pools.drain();
        assertThat(store.list()).extracting(ConsumerStatus::open).containsExactly(true);

        projections.remove(totals);
        place("Ann", 1);
        pools.drain();

        assertThat(totals.calls).isZero();
        assertThat(store.list()).extracting(ConsumerStatus::open).containsExactly(false);
        assertThat(projections.list()).isEmpty();
    }

    @Test
    void ofTwoWithOneNameOneRunsAndTheOtherTakesOver() {
        Totals first = new Totals(1);
        Totals second = new Totals(1);
        projections.add(first, "orders/1.0.0", 1);
        pools.drain();
        projections.add(second, "orders/1.1.0", 1);
        pools.drain();
        assertThat(projections.list())
                .extracting(ProjectionStatus::state, ProjectionStatus::problem)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("running", ""),
                        org.assertj.core.groups.Tuple.tuple("waiting", "another projection of this name runs"));

        place("Ann", 1);
        projections.remove(first);
        pools.drain();

        assertThat(second.calls).isEqualTo(1);
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1)));
    }

    @Test
    void storeMayGoAndComeBack() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        place("Ann", 1);
        pools.drain();

        store.goAway();
        projections.store(null);
        pools.drain();
        assertThat(status().state()).isEqualTo("waiting");
        assertThat(status().problem()).isEqualTo("no event store");
        assertThatThrownBy(() -> projections.get("totals", "Ann", BigDecimal.class))
                .isInstanceOf(StoreUnavailableException.class);

        store.comeBack();
        place("Ann", 2);
        projections.store(store);
        pools.drain();
        assertThat(totals()).isEqualTo(Map.of("Ann", sum(3)));
    }

    @Test
    void poolsMayGoAndComeBack() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        projections.threads(null);
        place("Ann", 1);
        pools.drain();
        assertThat(status().problem()).isEqualTo("waiting for thread pools");

        projections.threads(pools);
        pools.drain();

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1)));
    }

    @Test
    void fullPoolIsTriedAgain() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        pools.full("blocking", true);
        append(new Placed("o", "Ann", sum(1)));
        pools.drain();
        assertThat(status().problem()).contains("Pool full: pool=blocking");
        pools.full("blocking", false);

        pools.advance(LONG);

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1)));
        assertThat(status().state()).isEqualTo("running");
    }

    @Test
    void whatIsNoProjectionIsRefusedWithItsReason() {
        Projection<Placed, Map<String, Long>> generic = new Projection<>() {
            @Override
            public String name() {
                return "generic";
            }

            @Override
            public int version() {
                return 1;
            }

            @Override
            public String key(Placed order, Event<?> event) {
                return "k";
            }

            @Override
            public Map<String, Long> apply(Optional<Map<String, Long>> before, Placed order, Event<?> event) {
                return new TreeMap<>();
            }
        };

        projections.add(generic, "orders/1.0.0", 1);
        projections.add(new Totals(0), "orders/1.0.0", 1);

        assertThat(projections.list()).extracting(ProjectionStatus::state).containsOnly("refused");
        assertThat(projections.list())
                .extracting(ProjectionStatus::problem)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("value type java.util.Map<java.lang.String, java.lang.Long>")
                        .contains("wrap it in a record"))
                .anySatisfy(problem -> assertThat(problem).contains("version=0 is below 1"));
        projections.remove(generic);
        assertThat(projections.list()).hasSize(1);
    }

    @Test
    void damageStopsItVisiblyInsteadOfLookingLikeAWait() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        place("Ann", 1);
        store.failNextSave(new StoreDamagedException("x is damaged: views", "views", 3));
        pools.drain();

        assertThat(status().state()).isEqualTo("stuck");
        assertThat(status().problem()).endsWith("x is damaged: views");
    }

    @Test
    void metricsCountProjectionsByState() {
        InMemoryMetrics metrics = new InMemoryMetrics();
        projections.metrics(metrics);
        Totals stuck = new Totals(1);
        stuck.fails = true;
        projections.add(stuck, "orders/1.0.0", 1);
        projections.add(new Totals(0), "orders/1.0.0", 1);
        projections.add(new Open(), "orders/1.0.0", 1);
        pools.drain();
        assertThat(count(metrics, "running")).isEqualTo(2);

        append(new Placed("poison", "Ann", sum(1)));
        pools.drain();
        assertThat(count(metrics, "running")).isOne();
        assertThat(count(metrics, "stuck")).isOne();
        assertThat(count(metrics, "refused")).isOne();
        assertThat(count(metrics, "waiting")).isZero();
        projections.store(null);
        pools.drain();
        assertThat(count(metrics, "waiting")).isEqualTo(2);
    }

    private static double count(InMemoryMetrics metrics, String state) {
        return metrics.value("mistersmith_sourcing_projections", state);
    }

    @Test
    void viewThatNoPluginBringsIsListedUntilItIsRemoved() {
        Totals gone = new Totals(3);
        projections.add(gone, "orders/1.0.0", 1);
        place("Ann", 1);
        pools.drain();
        assertThat(projections.unserved()).isEmpty();

        projections.remove(gone);

        assertThat(projections.unserved())
                .containsExactly(new ProjectionStatus(
                        "totals",
                        3,
                        "",
                        "no projection",
                        1,
                        0,
                        "no plugin brings it; bus:forget totals removes its view"));
        projections.add(new Totals(3), "orders/1.0.1", 1);
        assertThat(projections.unserved()).isEmpty();
    }

    @Test
    void viewOfAnUnknownProjectionIsAnErrorThatListsThoseThereAre() {
        projections.add(new Totals(1), "orders/1.0.0", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> projections.get("total", "Ann", BigDecimal.class))
                .withMessage("no projection \"total\"; there are [totals]");
    }

    private void place(String customer, int... amounts) {
        List<Placed> orders = new ArrayList<>();
        for (int amount : amounts) {
            orders.add(new Placed("o", customer, sum(amount)));
        }
        append(orders.toArray());
    }

    private void append(Object... events) {
        assertThat(store.append(List.of(events))).isNotNull();
    }

    private ProjectionStatus status() {
        return projections.list().get(0);
    }

    private Map<String, BigDecimal> totals() {
        Map<String, BigDecimal> rows = new TreeMap<>();
        projections.forEach("totals", BigDecimal.class, rows::put);
        return rows;
    }

    private static BigDecimal sum(long amount) {
        return BigDecimal.valueOf(amount);
    }

    /** A throwable of a plugin whose methods throw as well. */
    private static final class Hostile extends Error {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw this;
        }

        @Override
        public String getMessage() {
            throw this;
        }
    }

    @Test
    void noThrowableEndsAProjection() {
        AtomicBoolean mended = new AtomicBoolean();
        projections.add(
                new Totals(1) {
                    @Override
                    public BigDecimal apply(Optional<BigDecimal> before, Placed order, Event<?> event) {
                        if (!mended.get()) {
                            Thread.currentThread().interrupt();
                            throw new Hostile();
                        }
                        return super.apply(before, order, event);
                    }
                },
                "orders/1.0.0",
                1);
        place("Ann", 1);
        pools.drain();
        assertThat(status().state()).isEqualTo("stuck");
        assertThat(status().problem()).contains(Hostile.class.getName());
        assertThat(Thread.interrupted()).as("left interrupted").isFalse();

        mended.set(true);
        pools.advance(LONG);

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1)));
        assertThat(status().state()).isEqualTo("running");
    }

    @Test
    void anErrorOfTheThreadPoolsHoldsUpNoProjectionOnceTheyAreReplaced() {
        projections.add(new Totals(1), "orders/1.0.0", 1);
        pools.drain();
        projections.threads((ThreadPools) Proxy.newProxyInstance(
                ThreadPools.class.getClassLoader(), new Class<?>[] {ThreadPools.class}, (self, method, args) -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }));
        append(new Placed("o", "Ann", sum(1)));
        pools.drain();
        assertThat(status().problem()).contains("OutOfMemoryError");

        projections.threads(pools);
        pools.drain();

        assertThat(totals()).isEqualTo(Map.of("Ann", sum(1)));
    }
}
