package io.mistersmith.event.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mistersmith.event.EventType;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.PayloadType;
import io.mistersmith.event.Subject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonPayloadCodecTest {

    @EventType(value = "order.placed", version = 2)
    record OrderPlaced(
            @Subject String order, @Nullable String customer, @Nullable BigDecimal amount, @Nullable List<Line> lines)
            implements Order {
        int getTotal() {
            return 1;
        }

        boolean isLarge() {
            return true;
        }
    }

    @EventType("order.cancelled")
    record OrderCancelled(@Subject @Nullable String order) implements Order {}

    sealed interface Order permits OrderPlaced, OrderCancelled {}

    record Line(@Nullable String article, int count) {}

    record Zoo(
            Instant instant,
            Duration duration,
            LocalDate date,
            OffsetDateTime offset,
            Optional<String> present,
            Optional<String> absent,
            BigInteger big,
            UUID uuid,
            Map<String, BigDecimal> map,
            boolean flag,
            char letter,
            Color color) {}

    enum Color {
        RED
    }

    sealed interface Method permits Card, Other {}

    record Card(String number) implements Method {}

    sealed interface Other extends Method permits Cash {}

    record Cash(BigDecimal given) implements Other {}

    record Paid(Method method, List<Method> before) {}

    record Empty() {}

    record Holder(List<Deep> deep) {}

    record Deep(Object thing) {}

    @SuppressWarnings("ArrayRecordComponent") // plugins may have them
    record Doubles(double primitive, @Nullable Double boxed, float small, double @Nullable [] array) {}

    sealed interface Shape permits Round {}

    record Round(double a) implements Shape {}

    record Shaped(Shape shape) {}

    record Bytes(byte one) {}

    record Strict(String order) {
        Strict {
            Objects.requireNonNull(order, "order");
        }
    }

    record NumberedSubject(@Subject long number) {}

    private final JacksonPayloadCodec codec = new JacksonPayloadCodec();

    @Test
    void recordIsWrittenInTheOrderOfItsComponentsAndNothingElse() {
        OrderPlaced order = new OrderPlaced("o-1", "Ann", new BigDecimal("1.10"), List.of(new Line("nut", 2)));

        String json = codec.encode(order);

        assertThat(json)
                .isEqualTo("{\"order\":\"o-1\",\"customer\":\"Ann\",\"amount\":1.10,"
                        + "\"lines\":[{\"article\":\"nut\",\"count\":2}]}");
        assertThat(codec.decode(json, OrderPlaced.class)).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "1.10", "-1E+3", "123456789012345678901234567890.1234567890", "1E-30"})
    void bigDecimalKeepsValueAndScale(String number) {
        OrderPlaced order = new OrderPlaced("o", "c", new BigDecimal(number), List.of());

        assertThat(codec.decode(codec.encode(order), OrderPlaced.class).amount())
                .isEqualTo(new BigDecimal(number));
    }

    @Test
    void valueTypesComeBackAsTheyWere() {
        Zoo zoo = new Zoo(
                Instant.parse("2026-05-04T03:02:01.123456789Z"),
                Duration.parse("PT1H0.5S"),
                LocalDate.of(2026, 5, 4),
                OffsetDateTime.parse("2026-05-04T03:02:01+02:00"),
                Optional.of("here"),
                Optional.empty(),
                BigInteger.TWO.pow(200),
                UUID.fromString("0190a1b2-0000-7000-8000-000000000001"),
                Map.of("a", new BigDecimal("1.0")),
                true,
                'x',
                Color.RED);

        String json = codec.encode(zoo);

        assertThat(json)
                .contains("\"instant\":\"2026-05-04T03:02:01.123456789Z\"")
                .contains("\"duration\":\"PT1H0.5S\"")
                .contains("\"absent\":null");
        assertThat(codec.decode(json, Zoo.class)).isEqualTo(zoo);
    }

    @Test
    void sealedInterfaceInARecordSaysWhichRecordItIs() {
        Paid paid = new Paid(new Cash(BigDecimal.TEN), List.of(new Card("4711")));

        String json = codec.encode(paid);

        assertThat(json)
                .isEqualTo("{\"method\":{\"@type\":\"Cash\",\"given\":10},"
                        + "\"before\":[{\"@type\":\"Card\",\"number\":\"4711\"}]}");
        assertThat(codec.decode(json, Paid.class)).isEqualTo(paid);
        assertThat(codec.encode(new Cash(BigDecimal.ONE))).isEqualTo("{\"given\":1}");
    }

    @Test
    void missingFieldsAreNullOrZeroAndUnknownOnesAreIgnored() {
        assertThat(codec.decode("{\"order\":\"o\",\"colour\":{\"deep\":[1]}}", OrderPlaced.class))
                .isEqualTo(new OrderPlaced("o", null, null, null));
        assertThat(codec.decode("{}", Line.class)).isEqualTo(new Line(null, 0));
        assertThat(codec.decode("{}", Zoo.class).present()).isEmpty();
    }

    @Test
    void emptyRecordIsAnEmptyObject() {
        assertThat(codec.encode(new Empty())).isEqualTo("{}");
        assertThat(codec.decode("{}", Empty.class)).isEqualTo(new Empty());
    }

    @Test
    void jsonPayloadPassesUntouched() {
        assertThat(codec.encode(new JsonPayload("{ \"a\":1 }"))).isEqualTo("{ \"a\":1 }");
        assertThat(codec.decode("[1]", JsonPayload.class)).isEqualTo(new JsonPayload("[1]"));
    }

    static List<Arguments> misfits() {
        return List.of(
                arguments("{\"amount\":\"5oo\"}", OrderPlaced.class, "amount", "5oo"),
                arguments(
                        "{\"lines\":[{\"count\":1},{\"count\":true}]}",
                        OrderPlaced.class,
                        "lines[1].count",
                        "true or false, not of type int"),
                arguments("{\"count\":1.5}", Line.class, "count", "int"),
                arguments("{\"count\":\"7\"}", Line.class, "count", "the text \"7\", not of type int"),
                arguments("{\"count\":99999999999}", Line.class, "count", "range"),
                arguments("{\"instant\":\"yesterday\"}", Zoo.class, "instant", "yesterday"),
                arguments("{\"color\":\"BLUE\"}", Zoo.class, "color", "BLUE"),
                arguments("{\"method\":{\"number\":\"1\"}}", Paid.class, "method", "@type"),
                arguments("{\"method\":{\"@type\":\"java.lang.Thread\"}}", Paid.class, "method", "java.lang.Thread"),
                arguments("{\"article\":{}}", Line.class, "article", "an object, not of type String"),
                arguments("[]", Line.class, "", "Line"),
                arguments("null", Line.class, "", "is null"),
                arguments("", Line.class, "", "is empty"),
                arguments("{\"count\":1", Line.class, "", "end-of-input"),
                arguments("{\"count\":1,\"count\":2}", Line.class, "", "Duplicate"),
                arguments("{\"x\":1,\"x\":2}", Line.class, "", "Duplicate"),
                arguments("{} {}", Line.class, "", "goes on after the JSON value"),
                arguments("{'count':1}", Line.class, "", "(line 1, column 2)"),
                arguments("{\"count\":NaN}", Line.class, "", "NaN"),
                arguments("{\"x\":" + "[".repeat(200) + "]".repeat(200) + "}", Line.class, "", "100"),
                arguments("{\"amount\":" + "1".repeat(2_000) + "}", OrderPlaced.class, "", "1020"),
                arguments("{\"amount\":" + "1".repeat(1_001) + "}", OrderPlaced.class, "amount", "1001 digits"),
                arguments("{\"amount\":1e1200}", OrderPlaced.class, "amount", "1201 digits once written out"),
                arguments("{\"amount\":-1E-1000}", OrderPlaced.class, "amount", "1001 digits"),
                arguments("{\"amount\":1e2147483647}", OrderPlaced.class, "amount", "2147483648 digits"),
                arguments("{\"amount\":1e99999999999}", OrderPlaced.class, "amount", "exponent is out of range"),
                arguments("{\"big\":1e1200}", Zoo.class, "big", "1201 digits"),
                arguments("{\"map\":{\"k\":1e1200}}", Zoo.class, "map.k", "1201 digits"),
                arguments("{\"lines\":[{},{\"count\":1e1200}]}", OrderPlaced.class, "lines[1].count", "1201 digits"),
                arguments("{\"primitive\":1e400}", Doubles.class, "primitive", "out of range of double"),
                arguments("{\"boxed\":-1e309}", Doubles.class, "boxed", "out of range of Double"),
                arguments("{\"small\":1e39}", Doubles.class, "small", "out of range of float"),
                arguments("{\"boxed\":\"NaN\"}", Doubles.class, "boxed", "out of range of Double"),
                arguments("{\"boxed\":\"-INF\"}", Doubles.class, "boxed", "out of range of Double"),
                arguments("{\"array\":[1,1e400]}", Doubles.class, "array", "out of range of double[]"),
                arguments("{\"small\":true}", Doubles.class, "small", "true or false, not of type float"),
                arguments("{\"shape\":{\"a\":1e400,\"@type\":\"Round\"}}", Shaped.class, "shape.a", "of double"),
                arguments("{\"one\":200}", Bytes.class, "one", "is 200, out of range of byte"),
                arguments("{\"color\":0}", Zoo.class, "color", "0"),
                arguments("{\"color\":\"0\"}", Zoo.class, "color", "one of RED"),
                arguments("{\"color\":\"\"}", Zoo.class, "color", "one of RED"),
                arguments("{\"letter\":\"xy\"}", Zoo.class, "letter", "not of type char"),
                arguments("{\"order\":null}", Strict.class, "", "threw java.lang.NullPointerException: order"),
                arguments("{\"x\":\"\u0000\"}", Line.class, "", "CTRL-CHAR, code 0"),
                arguments("\uFEFF{}", Line.class, "", "Unexpected character"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void jsonThatDoesNotFitNamesTheFieldAndTheReason(String json, Class<?> type, String path, String reason) {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> codec.decode(json, type))
                .satisfies(e -> {
                    assertThat(e.type()).isEqualTo(type.getName());
                    if (!path.isEmpty()) {
                        assertThat(e.path()).isEqualTo(path);
                    }
                })
                .withMessageContaining(reason)
                .withMessageNotContaining("\n")
                .satisfies(JacksonPayloadCodecTest::namesNoLibrary);
    }

    /** Neither in the message nor in a cause, which a log or a letter shows too. */
    static void namesNoLibrary(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            assertThat(t.toString())
                    .doesNotContain("fasterxml", "reference chain", "Feature", "JsonToken", "Constraints", "Serializer")
                    .doesNotContain("Creator", "StreamRead", "CoercionConfig");
        }
    }

    @Test
    void payloadThatCannotBeWrittenNamesTheField() {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> codec.encode(new Holder(List.of(new Deep("ok"), new Deep(new Object())))))
                .satisfies(e -> assertThat(e.path()).isEqualTo("deep[1].thing"))
                .withMessageContaining("java.lang.Object");
    }

    @Test
    void payloadThatContainsItselfIsRefused() {
        java.util.List<Object> circle = new java.util.ArrayList<>();
        circle.add(circle);

        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> codec.encode(new Deep(circle)))
                .withMessageContaining("depth");
    }

    @Test
    void textThatUtf8CannotWriteIsRefused() {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> codec.encode(new Line("half \ud83d", 1)))
                .withMessageContaining("surrogate");
        assertThat(codec.encode(new Line("whole \ud83d\ude00", 1))).contains("whole \ud83d\ude00");
    }

    @Test
    void eventTypeComesFromTheAnnotation() {
        assertThat(codec.typeOf(OrderPlaced.class)).isEqualTo(new PayloadType("order.placed", 2));
        assertThat(codec.typeOf(OrderCancelled.class)).isEqualTo(new PayloadType("order.cancelled", 1));
    }

    @EventType("Order.placed")
    record UpperCase() {}

    @EventType("order..placed")
    record EmptySegment() {}

    @EventType("order.9")
    record DigitFirst() {}

    @EventType("")
    record NoName() {}

    @EventType(value = "order.placed", version = 0)
    record VersionZero() {}

    @EventType("order.placed")
    static final class NoRecord {}

    @EventType("order.placed")
    record TwoSubjects(@Subject String one, @Subject String two) {}

    static List<Arguments> badTypes() {
        return List.of(
                arguments(Line.class, "has no @EventType"),
                arguments(String.class, "java.lang.String"),
                arguments(UpperCase.class, "segment \"Order\" at character 1"),
                arguments(EmptySegment.class, "segment \"\" at character 7"),
                arguments(DigitFirst.class, "segment \"9\" at character 7"),
                arguments(NoName.class, "is empty"),
                arguments(VersionZero.class, "version=0 is below 1"),
                arguments(NoRecord.class, "not a record"),
                arguments(TwoSubjects.class, "one and two"));
    }

    @ParameterizedTest
    @MethodSource("badTypes")
    void classThatIsNoPayloadIsRefusedWithThePlace(Class<?> type, String reason) {
        for (int again = 0; again < 2; again++) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.typeOf(type))
                    .withMessageContaining(type.getName())
                    .withMessageContaining(reason);
        }
    }

    @EventType("twin.born")
    record TwinA() implements Twin {}

    @EventType("twin.born")
    record TwinB() implements Twin {}

    sealed interface Twin permits TwinA, TwinB {}

    @Test
    void sealedInterfaceStandsForItsRecords() {
        assertThat(codec.typesOf(Order.class))
                .isEqualTo(Map.of("order.placed", OrderPlaced.class, "order.cancelled", OrderCancelled.class));
        assertThat(codec.typesOf(OrderCancelled.class)).isEqualTo(Map.of("order.cancelled", OrderCancelled.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.typesOf(Twin.class))
                .withMessageContaining("twin.born")
                .withMessageContaining("TwinA")
                .withMessageContaining("TwinB");
        assertThatIllegalArgumentException().isThrownBy(() -> codec.typesOf(Method.class));
    }

    @Test
    void subjectIsTheMarkedComponentAsText() {
        assertThat(codec.subjectOf(new OrderCancelled("o-1"))).isEqualTo("o-1");
        assertThat(codec.subjectOf(new NumberedSubject(7))).isEqualTo("7");
        assertThat(codec.subjectOf(new OrderCancelled(null))).isNull();
        assertThat(codec.subjectOf(new Line("nut", 1))).isNull();
        assertThat(codec.subjectOf(new JsonPayload("{}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "a\u0000", "\u001b[2J", "a\ud83d", "\u009b"})
    void subjectWithoutPrintableFormIsRefused(String subject) {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> codec.subjectOf(new OrderCancelled(subject)))
                .satisfies(e -> assertThat(e.path()).isEqualTo("order"))
                .withMessageContaining("as a subject it holds");
    }

    @Test
    void droppedOrClosedCodecStillWorks() {
        codec.encode(new Line("nut", 1));

        codec.drop(Line.class.getClassLoader());
        assertThat(codec.encode(new Line("nut", 1))).isEqualTo("{\"article\":\"nut\",\"count\":1}");

        codec.close();
        assertThat(codec.decode("{\"count\":2}", Line.class)).isEqualTo(new Line(null, 2));
    }
}
