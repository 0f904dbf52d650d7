package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.EventType;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.Subject;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.WrongVersionException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every event store must do: appending and reading. Each engine subclasses this; see {@link ConsumersContract}. */
public abstract class EventStoreContract extends StoreContract {

    /** A payload. */
    @EventType(value = "order.placed", version = 3)
    public record OrderPlaced(@Subject String order, BigDecimal amount) {}

    /** A payload without subject. */
    @EventType("day.ended")
    public record DayEnded(int orders) {}

    /** A payload that no JSON can stand for. */
    @EventType("order.jammed")
    public record Jammed(Object thing) {}

    @Test
    void firstEventHasVersionOneAndAReceiptThatSaysWhereItIs() {
        Receipt receipt =
                append("s", List.of(event("a", "thing.happened", "1"))).get(0);

        assertThat(receipt.source()).isEqualTo("contract");
        assertThat(receipt.id()).isEqualTo("a");
        assertThat(receipt.stream()).isEqualTo("s");
        assertThat(receipt.version()).isEqualTo(1);
        assertThat(receipt.position()).isPositive();
        assertThat(receipt.duplicate()).isFalse();
    }

    @Test
    void versionsCountPerStreamAndPositionsAscendOverAll() {
        append("a", 2);
        append("b", 3);
        append("a", events("more", 1));

        assertThat(store().read(Read.stream("a")).toList())
                .extracting(StoredEvent::version)
                .containsExactly(1L, 2L, 3L);
        assertThat(store().read(Read.stream("b")).toList())
                .extracting(StoredEvent::version)
                .containsExactly(1L, 2L, 3L);
        assertThat(positions()).hasSize(6).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyFieldOfTheEnvelopeIsKept() {
        Instant time = Instant.parse("2026-05-04T03:02:01.123456Z");
        NewEvent<?> event = NewEvent.json("order.placed", "{\"amount\":1.10,\"text\":\"\\u0000ü\uD83D\uDE00\"}")
                .withId("o-1")
                .withSource("/shop/7")
                .withTime(time)
                .withSubject("order 1")
                .withSchemaVersion(4)
                .withCorrelationId("cart")
                .withCausationId("click")
                .withTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .withHeader("tenant", "acme");

        append("order", List.of(event));

        StoredEvent stored = store().read(Read.stream("order")).toList().get(0);
        assertThat(stored.id()).isEqualTo("o-1");
        assertThat(stored.source()).isEqualTo("/shop/7");
        assertThat(stored.type()).isEqualTo("order.placed");
        assertThat(stored.schemaVersion()).isEqualTo(4);
        assertThat(stored.time()).isEqualTo(time);
        assertThat(stored.subject()).isEqualTo("order 1");
        assertThat(stored.correlationId()).isEqualTo("cart");
        assertThat(stored.causationId()).isEqualTo("click");
        assertThat(stored.traceparent()).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(stored.headers()).isEqualTo(Map.of("tenant", "acme"));
        assertThat(stored.json()).isEqualTo("{\"amount\":1.10,\"text\":\"\\u0000ü\uD83D\uDE00\"}");
        assertThat(stored.payload().json()).isEqualTo(stored.json());
        assertThat(stored.stream()).isEqualTo("order");
    }

    @Test
    void whatThePublisherLeavesOutIsFilledIn() {
        Receipt receipt = result(store().append(List.of(new OrderPlaced("o-1", new BigDecimal("1.10")))))
                .get(0);

        StoredEvent stored = store().read(Read.stream("o-1")).toList().get(0);
        assertThat(stored.id()).isEqualTo(receipt.id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.{17}");
        assertThat(stored.source()).isNotEmpty();
        assertThat(stored.type()).isEqualTo("order.placed");
        assertThat(stored.schemaVersion()).isEqualTo(3);
        assertThat(stored.subject()).isEqualTo("o-1");
        assertThat(stored.correlationId()).isNull();
        assertThat(stored.causationId()).isNull();
        assertThat(stored.traceparent()).isNull();
        assertThat(stored.headers()).isEmpty();
        assertThat(stored.as(OrderPlaced.class)).isEqualTo(new OrderPlaced("o-1", new BigDecimal("1.10")));
    }

    @Test
    void withoutAStreamEachEventGoesToTheOneOfItsSubjectOrItsType() {
        List<Receipt> receipts = result(store().append(List.of(
                new OrderPlaced("o-1", BigDecimal.ONE), new DayEnded(7), new OrderPlaced("o-1", BigDecimal.TEN))));

        assertThat(receipts).extracting(Receipt::stream).containsExactly("o-1", "type:day.ended", "o-1");
        assertThat(receipts).extracting(Receipt::version).containsExactly(1L, 1L, 2L);
        assertThat(receipts).extracting(Receipt::position).isSorted().doesNotHaveDuplicates();
    }

    // expected versions

    @Test
    void noStreamIsExpectedOnlyBeforeTheFirstEvent() {
        result(store().append("s", Expected.NO_STREAM, events("first", 1)));

        WrongVersionException wrong = failure(
                WrongVersionException.class, () -> store().append("s", Expected.NO_STREAM, events("second", 1)));

        assertThat(wrong.stream()).isEqualTo("s");
        assertThat(wrong.expected()).isEqualTo(Expected.NO_STREAM);
        assertThat(wrong.actual()).isEqualTo(1);
        assertThat(positions()).hasSize(1);
    }

    @Test
    void streamExistsIsExpectedOnlyAfterTheFirstEvent() {
        WrongVersionException wrong = failure(
                WrongVersionException.class, () -> store().append("s", Expected.STREAM_EXISTS, events("first", 1)));
        assertThat(wrong.actual()).isZero();

        append("s", 1);

        assertThat(result(store().append("s", Expected.STREAM_EXISTS, events("second", 1))))
                .extracting(Receipt::version)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1_000_000})
    void anotherVersionThanTheLastIsAConflictThatNamesBoth(long expected) {
        append("s", 2);

        WrongVersionException wrong = failure(
                WrongVersionException.class, () -> store().append("s", Expected.exactly(expected), events("late", 2)));

        assertThat(wrong.expected()).isEqualTo(Expected.exactly(expected));
        assertThat(wrong.actual()).isEqualTo(2);
        assertThat(positions()).hasSize(2);
        assertThat(result(store().append("s", Expected.exactly(2), events("late", 2))))
                .extracting(Receipt::version)
                .containsExactly(3L, 4L);
    }

    @Test
    void versionIsCheckedAfterReopeningToo() throws Exception {
        append("s", 3);
        reopen();

        assertThat(failure(WrongVersionException.class, () -> store().append(
                                        "s", Expected.exactly(2), events("late", 1)))
                        .actual())
                .isEqualTo(3);
        assertThat(result(store().append("s", Expected.exactly(3), events("next", 1))))
                .extracting(Receipt::version)
                .containsExactly(4L);
    }

    @Test
    void oneOfManyConcurrentAppendsWinsEachVersionAndOthersFailAlone() {
        int rivals = 16;
        List<CompletionStage<List<Receipt>>> racing = new ArrayList<>();
        List<CompletionStage<List<Receipt>>> bystanders = new ArrayList<>();
        for (int i = 0; i < rivals; i++) {
            racing.add(store().append("contested", Expected.NO_STREAM, events("rival" + i, 2)));
            bystanders.add(store().append("own" + i, Expected.NO_STREAM, events("own" + i, 1)));
        }

        int won = 0;
        for (CompletionStage<List<Receipt>> race : racing) {
            Throwable lost = failureOf(race);
            if (lost == null) {
                won++;
            } else {
                assertThat(lost).isInstanceOf(WrongVersionException.class);
            }
        }
        assertThat(won).as("winners").isEqualTo(1);
        bystanders.forEach(StoreContract::result);
        assertThat(store().read(Read.stream("contested")).toList()).hasSize(2);
    }

    // idempotency

    @Test
    void sameEventAgainIsStoredOnceAndGivesTheFirstReceipt() {
        Receipt first = append("s", events("e", 1)).get(0);
        append("s", events("between", 1));

        Receipt again = append("s", events("e", 1)).get(0);

        assertThat(again).isEqualTo(new Receipt("contract", "e-1", "s", 1, first.position(), true));
        assertThat(positions()).hasSize(2);
    }

    @Test
    void sameEventAgainIsNoConflictWhateverVersionIsExpected() {
        result(store().append("s", Expected.NO_STREAM, events("e", 2)));

        assertThat(result(store().append("s", Expected.NO_STREAM, events("e", 2))))
                .extracting(Receipt::duplicate)
                .containsExactly(true, true);
    }

    @Test
    void sameEventAgainIsKnownAfterReopening() throws Exception {
        Receipt first = append("s", events("e", 1)).get(0);
        reopen();

        assertThat(append("s", events("e", 1)))
                .containsExactly(new Receipt("contract", "e-1", "s", 1, first.position(), true));
    }

    @Test
    void sameEventAtTheSameTimeIsStoredOnce() {
        List<CompletionStage<List<Receipt>>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            calls.add(store().append("s", Expected.ANY, events("e", 3)));
        }

        List<Receipt> receipts =
                calls.stream().flatMap(call -> result(call).stream()).toList();

        assertThat(receipts).filteredOn(receipt -> !receipt.duplicate()).hasSize(3);
        assertThat(positions()).hasSize(3);
    }

    @Test
    void sameIdFromAnotherSourceIsAnotherEvent() {
        append("s", events("e", 1));

        assertThat(append(
                        "s", List.of(event("e-1", "thing.happened", "{\"n\":1}").withSource("other"))))
                .extracting(Receipt::duplicate)
                .containsExactly(false);
    }

    @Test
    void sameIdWithOtherContentIsRefused() {
        append("s", List.of(event("a", "thing.happened", "1")));

        assertReused("other", List.of(event("a", "thing.happened", "1")), 0, "stream");
        assertReused("s", List.of(event("a", "thing.moved", "1")), 0, "type");
        assertReused("s", List.of(event("a", "thing.happened", "2")), 0, "payload");
        assertReused("s", List.of(event("b", "thing.happened", "1"), event("a", "thing.happened", "2")), 1, "payload");
        assertThat(positions()).hasSize(1);
    }

    /** JSON texts that mean the same. */
    static List<List<String>> sameTexts() {
        return List.of(
                List.of("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"),
                List.of(
                        "{\"a\":{\"x\":[{\"p\":1,\"q\":2}],\"y\":0}}",
                        "{ \"a\" : { \"y\":0.0, \"x\":[ {\"q\":2e0,\"p\":10e-1} ] } }"),
                List.of("{\"n\":1}", "{\"n\":1.0}"),
                List.of("[100,1e2,1E+2,100.00]", "[1e2,100,100.0,0.1e3]"),
                List.of("0", "-0.000e7"),
                List.of("1e999999999", "10e999999998"),
                List.of("-1.50e-999999999", "-15e-1000000000"),
                List.of("1e99999999999999999999", "10e99999999999999999998"),
                List.of("123456789012345678901234567890.10", "1234567890123456789012345678901e-1"),
                List.of("\"\\u00e9\\/\\u0022\"", "\"é/\\\"\""),
                List.of("{\"\\u0061\":null}", "{\"a\": null}"),
                List.of("\"\\ud83d\\uDE00\"", "\"\uD83D\uDE00\""));
    }

    @ParameterizedTest
    @MethodSource("sameTexts")
    void sameContentIsDecidedByMeaningAndNotByText(List<String> texts) {
        Receipt first =
                append("s", List.of(event("a", "thing.happened", texts.get(0)))).get(0);

        assertThat(append("s", List.of(event("a", "thing.happened", texts.get(1)))))
                .containsExactly(new Receipt("contract", "a", "s", 1, first.position(), true));
        assertThat(append(
                        "s",
                        List.of(
                                event("b", "thing.happened", texts.get(1)),
                                event("b", "thing.happened", texts.get(0)))))
                .extracting(Receipt::duplicate)
                .containsExactly(false, true);
        assertThat(store().read(Read.all()).toList())
                .as("stored as they were sent first")
                .extracting(StoredEvent::json)
                .containsExactly(texts.get(0), texts.get(1));
    }

    /** JSON texts that do not mean the same. */
    static List<List<String>> otherTexts() {
        return List.of(
                List.of("1", "\"1\""),
                List.of("[1,2]", "[2,1]"),
                List.of("{\"a\":null}", "{}"),
                List.of("1e999999999", "1e999999998"),
                List.of("0.1", "0.10000000000000000000000000000001"),
                List.of("1", "-1"),
                List.of("{\"a\":1,\"a\":2}", "{\"a\":2,\"a\":1}"),
                List.of("\"é\"", "\"e\\u0301\""),
                List.of("{\"a\":\"b,c\"}", "{\"a\":\"b\",\"c\":null}"));
    }

    @ParameterizedTest
    @MethodSource("otherTexts")
    void otherContentIsRefusedInTheStoreAndInTheCall(List<String> texts) {
        NewEvent<?> first = event("a", "thing.happened", texts.get(0));
        NewEvent<?> second = event("a", "thing.happened", texts.get(1));
        assertReused("s", List.of(first, second), 1, "payload");
        append("s", List.of(first));

        assertReused("s", List.of(second), 0, "payload");
        assertThat(positions()).hasSize(1);
    }

    /** A payload of collections without an order. */
    @EventType("basket.filled")
    public record BasketFilled(Set<Object> things, Map<String, Set<Integer>> amounts) {}

    @Test
    void equalSetsAndMapsAreTheSameInWhateverOrderTheyIterate() {
        List<Object> things =
                List.of("b", "a", 10, 9, new BigDecimal("1.5"), true, Map.of("x", 1, "y", 2), List.of(2, 1));
        List<Object> back = new ArrayList<>(things);
        Collections.reverse(back);
        Map<String, Set<Integer>> amounts = new LinkedHashMap<>();
        amounts.put("p", new LinkedHashSet<>(List.of(10, 9, -3, 0)));
        amounts.put("q", Set.of());
        Map<String, Set<Integer>> amountsBack = new LinkedHashMap<>();
        amountsBack.put("q", Set.of());
        amountsBack.put("p", new LinkedHashSet<>(List.of(0, -3, 9, 10)));
        BasketFilled one = new BasketFilled(new LinkedHashSet<>(things), amounts);
        BasketFilled other = new BasketFilled(new LinkedHashSet<>(back), amountsBack);

        append("s", List.of(NewEvent.of(one).withId("a").withSource("contract")));

        assertThat(append("s", List.of(NewEvent.of(other).withId("a").withSource("contract"))))
                .extracting(Receipt::duplicate)
                .containsExactly(true);
    }

    @Test
    void repeatsInOneCallAreStoredOnceAndTheOthersBehind() {
        List<Receipt> receipts = append(
                "s",
                List.of(
                        event("a", "thing.happened", "1"),
                        event("b", "thing.happened", "2"),
                        event("a", "thing.happened", "1.0"),
                        event("c", "thing.happened", "3"),
                        event("a", "thing.happened", "1")));

        assertThat(receipts).extracting(Receipt::id).containsExactly("a", "b", "a", "c", "a");
        assertThat(receipts).extracting(Receipt::version).containsExactly(1L, 2L, 1L, 3L, 1L);
        assertThat(receipts).extracting(Receipt::duplicate).containsExactly(false, false, true, false, true);
        assertThat(receipts.get(4).position()).isEqualTo(receipts.get(0).position());
        assertThat(ids(Read.all())).containsExactly("a", "b", "c");
    }

    @Test
    void batchThatIsPartlyStoredStoresTheRest() {
        Receipt first = append("s", events("e", 1)).get(0);

        List<Receipt> receipts = append(
                "s",
                List.of(
                        event("new", "thing.happened", "0"),
                        events("e", 1).get(0),
                        event("new", "thing.happened", "0"),
                        event("newer", "thing.happened", "0")));

        assertThat(receipts).extracting(Receipt::duplicate).containsExactly(false, true, true, false);
        assertThat(receipts).extracting(Receipt::version).containsExactly(2L, 1L, 2L, 3L);
        assertThat(receipts.get(1).position()).isEqualTo(first.position());
        assertThat(ids(Read.all())).containsExactly("e-1", "new", "newer");
    }

    @Test
    void expectedVersionIsCheckedForWhatIsNotStoredYet() {
        append("s", events("e", 2));
        List<NewEvent<?>> partly = List.of(events("e", 1).get(0), event("new", "thing.happened", "0"));

        assertThat(failure(WrongVersionException.class, () -> store().append("s", Expected.NO_STREAM, partly))
                        .actual())
                .isEqualTo(2);
        assertThat(result(store().append("s", Expected.exactly(2), partly)))
                .extracting(Receipt::version)
                .containsExactly(1L, 3L);
    }

    @Test
    void oneOtherEventRefusesTheWholeCall() {
        append("s", events("e", 1));

        assertReused("s", List.of(event("new", "x", "1"), event("e-1", "thing.happened", "\"other\"")), 1, "payload");
        assertReused("s", List.of(event("a", "x", "1"), event("b", "x", "1"), event("a", "y", "1")), 2, "type");
        assertReused("s", List.of(event("a", "x", "1"), event("a", "x", "1").withSubject("type:x")), 1, "subject");
        assertThat(positions()).hasSize(1);
    }

    private void assertReused(String stream, List<?> events, int index, String difference) {
        EventIdReusedException reused =
                failure(EventIdReusedException.class, () -> store().append(stream, Expected.ANY, events));
        assertThat(reused.index()).isEqualTo(index);
        assertThat(reused.source()).isEqualTo("contract");
        assertThat(reused.id()).isEqualTo(((NewEvent<?>) events.get(index)).id());
        assertThat(reused).hasMessageContaining("difference=" + difference);
    }

    // bad input

    @Test
    void listMustHoldOneToFourThousandEvents() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().append("s", Expected.ANY, List.of()))
                .withMessageContaining("0 events");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().append(events("e", 4_001)))
                .withMessageContaining("4001 events");
        assertThat(positions()).isEmpty();
        assertThat(append("s", events("e", 4_000))).hasSize(4_000);
    }

    @Test
    void streamsNameMustHaveOneTo255Characters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().append("", Expected.ANY, events("e", 1)))
                .withMessageContaining("0 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().append("x".repeat(256), Expected.ANY, events("e", 1)))
                .withMessageContaining("256 characters");
        assertThat(append("x".repeat(255), events("e", 1))).hasSize(1);
    }

    @Test
    void payloadWithoutEventTypeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().append("s", Expected.ANY, List.of("text")))
                .withMessageContaining("java.lang.String");
    }

    @Test
    void payloadThatCannotBeWrittenFailsTheWholeCallAndNamesTheField() {
        PayloadException failure = failure(PayloadException.class, () -> store().append(
                        "s", Expected.ANY, List.of(new DayEnded(1), new Jammed(new Object()))));

        assertThat(failure.path()).isEqualTo("thing");
        assertThat(positions()).isEmpty();
    }

    // reading

    @Test
    void streamIsReadFromAVersionForwardAndBackward() {
        append("other", 2);
        append("s", 5);

        assertThat(versions(Read.stream("s"))).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(versions(Read.stream("s").after(3))).containsExactly(4L, 5L);
        assertThat(versions(Read.stream("s").newestFirst())).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(versions(Read.stream("s").before(3))).containsExactly(2L, 1L);
        assertThat(versions(Read.stream("s").after(1).limit(2))).containsExactly(2L, 3L);
        assertThat(versions(Read.stream("s").newestFirst().limit(1))).containsExactly(5L);
        assertThat(versions(Read.stream("nobody"))).isEmpty();
        assertThat(versions(Read.stream("s").after(5))).isEmpty();
    }

    @Test
    void everythingIsReadFromAPositionForwardAndBackward() {
        append("a", 3);
        append("b", 3);
        List<Long> positions = positions();

        assertThat(positions(Read.all().after(positions.get(2)))).isEqualTo(positions.subList(3, 6));
        assertThat(positions(Read.all().before(positions.get(2)))).containsExactly(positions.get(1), positions.get(0));
        assertThat(positions(Read.all().newestFirst().limit(2))).containsExactly(positions.get(5), positions.get(4));
    }

    @Test
    void typesAreReadExactlyOrByPrefix() {
        append(
                "s",
                List.of(
                        event("1", "order", "1"),
                        event("2", "order.placed", "2"),
                        event("3", "order.line.added", "3"),
                        event("4", "orders.counted", "4"),
                        event("5", "order_x.placed", "5"),
                        event("6", "order.placed", "6")));

        assertThat(ids(Read.all().ofType("order.placed"))).containsExactly("2", "6");
        assertThat(ids(Read.all().ofType("order.**"))).containsExactly("2", "3", "6");
        assertThat(ids(Read.stream("s").ofType("order.**").newestFirst())).containsExactly("6", "3", "2");
        assertThat(ids(Read.stream("s").ofType("order.**").limit(2))).containsExactly("2", "3");
        assertThat(ids(Read.all().ofType("invoice.sent"))).isEmpty();
    }

    @Test
    void manyPagesAreReadWithoutGapOrRepeat() {
        for (int i = 0; i < 3; i++) {
            append("s", events("batch" + i, 1_500));
        }

        assertThat(versions(Read.stream("s")))
                .isEqualTo(LongStream.rangeClosed(1, 4_500).boxed().toList());
        assertThat(versions(Read.stream("s").newestFirst()))
                .isEqualTo(LongStream.rangeClosed(1, 4_500)
                        .map(i -> 4_501 - i)
                        .boxed()
                        .toList());
        assertThat(positions()).hasSize(4_500).isSorted().doesNotHaveDuplicates();
        assertThat(versions(Read.stream("s").limit(1_234))).hasSize(1_234);
    }

    @Test
    void iterationEndsWithWhatWasStoredWhenItBeganHoweverFastOthersAppend() {
        append("s", 3);

        for (Read query : List.of(Read.stream("s"), Read.all(), Read.stream("s").ofType("thing.**"))) {
            long stored = positions().size();
            List<Long> read = new ArrayList<>();
            for (StoredEvent event : store().read(query.limit(50))) {
                read.add(event.position());
                append(
                        "s",
                        events("during" + event.position() + "-" + positions().size(), 1));
            }

            assertThat(read).as("%s", query).hasSize((int) stored);
        }
    }

    @Test
    void eachIterationReadsAnew() {
        var events = store().read(Read.stream("s"));
        assertThat(events.toList()).isEmpty();

        append("s", 2);

        assertThat(events.toList()).hasSize(2);
        assertThat(events.stream().map(StoredEvent::version)).containsExactly(1L, 2L);
        assertThat(events).extracting(StoredEvent::version).containsExactly(1L, 2L);
    }

    @Test
    void jsonThatDoesNotFitTheClassIsAPayloadException() {
        append("s", List.of(event("1", "order.placed", "{\"order\":\"o\",\"amount\":\"much\"}")));
        StoredEvent stored = store().read(Read.all()).toList().get(0);

        assertThatThrownBy(() -> stored.as(OrderPlaced.class))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("field amount");
    }

    // order, head, close

    @Test
    void appendCalledAfterAnotherCompletedHasHigherPositions() {
        long last = 0;
        for (int i = 0; i < 50; i++) {
            for (Receipt receipt : append("s" + i % 7, events("e" + i, 2))) {
                assertThat(receipt.position()).isGreaterThan(last);
                last = receipt.position();
            }
        }
    }

    @Test
    void headIsThePositionOfTheLastEvent() throws Exception {
        assertThat(store().head()).isZero();

        long last = append("s", 3).get(2).position();

        assertThat(store().head()).isEqualTo(last);
        assertThat(store().info().events()).isEqualTo(3);
        reopen();
        assertThat(store().head()).isEqualTo(last);
        assertThat(store().info().events()).isEqualTo(3);
    }

    @Test
    void eventsAreThereAfterReopening() throws Exception {
        append("s", 3);
        List<Long> before = positions();
        reopen();

        assertThat(positions()).isEqualTo(before);
        assertThat(append("s", events("next", 1)).get(0).position()).isGreaterThan(before.get(2));
    }

    @Test
    void closedStoreSaysThatItIsUnavailable() throws Exception {
        append("s", 1);
        var store = store();
        closeStore();

        assertThat(failure(StoreUnavailableException.class, () -> store.append("s", Expected.ANY, events("e", 1)))
                        .outcomeUnknown())
                .isFalse();
        assertThatThrownBy(store::head).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.read(Read.all()).toList()).isInstanceOf(StoreUnavailableException.class);
        openStore();
    }

    private List<Long> positions() {
        return positions(Read.all());
    }

    private List<Long> positions(Read query) {
        return store().read(query).stream().map(StoredEvent::position).toList();
    }

    private List<Long> versions(Read query) {
        return store().read(query).stream().map(StoredEvent::version).toList();
    }

    private List<String> ids(Read query) {
        return store().read(query).stream().map(StoredEvent::id).toList();
    }
}
