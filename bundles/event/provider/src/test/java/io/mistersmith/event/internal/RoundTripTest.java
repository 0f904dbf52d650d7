package io.mistersmith.event.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mistersmith.event.PayloadException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding what was encoded gives back an equal payload, or encoding refuses and names the field. */
@NullUnmarked
class RoundTripTest {

    private static final int ROUNDS = 500;

    record Point(int x, int y) {}

    record Box<T>(T value) {}

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "grass";
            }
        }
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(Box<Point> corner, Optional<Shape> inner) implements Shape {}

    record Holder(Object value) {}

    record Keyed(Map<Point, String> map) {}

    record Nested(Keyed keyed) {}

    record Zoned(ZonedDateTime time) {}

    record Opt(Optional<String> text) {}

    record OptOpt(Optional<Optional<String>> text) {}

    record Text(String text, List<String> more) {}

    record Letter(char letter) {}

    record Decimal(BigDecimal number) {}

    record Whole(BigInteger number) {}

    record Floating(double d, float f) {}

    record Instants(Instant instant, Duration duration, OffsetDateTime offset) {}

    record Bag(Collection<String> values) {}

    record Bean(Plain plain) {}

    record Counting(int count) {
        Counting {
            count++;
        }
    }

    record Renamed(String name) {
        @Override
        public String name() {
            return name + "!";
        }
    }

    record Throwing(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("no name today");
        }
    }

    record Deep(List<?> list) {}

    static final class Plain {
        public int value = 1;
    }

    /** Components of every kind that a payload usually has, each of which must come back. */
    record Everything(
            boolean flag,
            byte b,
            short s,
            int i,
            long l,
            char c,
            float f,
            double d,
            Boolean boxedFlag,
            Long boxedLong,
            Double boxedDouble,
            String text,
            BigDecimal decimal,
            BigInteger big,
            Instant instant,
            LocalDate date,
            LocalDateTime dateTime,
            LocalTime time,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            Year year,
            Month month,
            UUID uuid,
            URI uri,
            Color color,
            Optional<String> optional,
            OptionalInt optionalInt,
            List<Point> points,
            Set<String> names,
            Map<String, List<BigDecimal>> prices,
            Map<Integer, Point> numbered,
            Map<Color, Long> colors,
            Map<LocalDate, UUID> days,
            Shape shape,
            List<Shape> shapes,
            Box<Box<String>> boxes) {}

    private final JacksonPayloadCodec codec = new JacksonPayloadCodec();

    @Test
    void randomPayloadsComeBackEqual() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Everything written = everything(random);

            String json = codec.encode(written);

            assertThat(codec.decode(json, Everything.class))
                    .as("seed %d, round %d: %s", seed, round, json)
                    .isEqualTo(written);
        }
    }

    @Test
    void arraysComeBackWithTheSameContent() {
        @SuppressWarnings("ArrayRecordComponent") // plugins may have them
        record Arrays2(byte[] bytes, int[] ints, double[] doubles, String[] texts, int[][] grid, Point[] points) {}
        Arrays2 written = new Arrays2(
                new byte[] {-1, 0, 127},
                new int[] {1, Integer.MIN_VALUE},
                new double[] {0.1, -0.0},
                new String[] {"a", null},
                new int[][] {{1}, {}},
                new Point[] {new Point(1, 2)});

        Arrays2 read = codec.decode(codec.encode(written), Arrays2.class);

        ReadBack readBack = new ReadBack(type -> new PayloadClass(type, new LoaderMapper()).accessors());
        assertThat(readBack.difference(written, read)).isNull();
        assertThat(read.bytes()).containsExactly(written.bytes());
        assertThat(readBack.difference(written, new Arrays2(written.bytes(), read.ints(), null, null, null, null)))
                .isEqualTo("doubles");
    }

    static List<Arguments> extremes() {
        return List.of(
                arguments(new Zoned(ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 1, ZoneId.of("Europe/Berlin")))),
                arguments(new Zoned(ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
                        .withLaterOffsetAtOverlap())),
                arguments(new Zoned(ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneId.of("UTC")))),
                arguments(new Zoned(ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC))),
                arguments(new Zoned(ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHours(5)))),
                arguments(new Instants(Instant.EPOCH, Duration.ofSeconds(-1, 5), OffsetDateTime.MIN.plusYears(1))),
                arguments(new Instants(
                        Instant.parse("9999-12-31T23:59:59.999999999Z"),
                        Duration.ZERO,
                        OffsetDateTime.parse("9999-12-31T23:59:59-18:00"))),
                arguments(new Instants(Instant.parse("-0001-01-01T00:00:00Z"), Duration.ofNanos(1), null)),
                arguments(new Decimal(new BigDecimal("1E+999"))),
                arguments(new Decimal(new BigDecimal("-1E-999"))),
                arguments(new Decimal(new BigDecimal("9".repeat(500) + "." + "9".repeat(500)))),
                arguments(new Decimal(BigDecimal.ZERO.setScale(-500))),
                arguments(new Whole(
                        BigInteger.TEN.pow(1_000).subtract(BigInteger.ONE).negate())),
                arguments(new Floating(Double.MIN_VALUE, Float.MIN_VALUE)),
                arguments(new Floating(-Double.MAX_VALUE, Float.MAX_VALUE)),
                arguments(new Floating(-0.0, -0.0f)),
                arguments(new Text("\u0000\n\u2028\ufffe\ud83d\ude00\"\\", Arrays.asList("", null))),
                arguments(new Letter('\0')),
                arguments(new Opt(Optional.empty())),
                arguments(new OptOpt(Optional.of(Optional.of("")))),
                arguments(new OptOpt(Optional.of(Optional.empty()))),
                arguments(new Holder("text")),
                arguments(new Holder(Map.of("a", 1, "b", List.of(true)))),
                arguments(new Deep(nested(90))),
                arguments(Color.GREEN));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void extremeValueComesBackEqual(Object written) {
        Class<?> type = written instanceof Enum<?> constant ? constant.getDeclaringClass() : written.getClass();

        assertThat(codec.decode(codec.encode(written), type)).isEqualTo(written);
    }

    @SuppressWarnings("NullOptional") // what a careless plugin does
    static List<Arguments> refused() {
        Map<Object, String> twins = new HashMap<>(Map.of(1, "number"));
        twins.put("1", "text");
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        return List.of(
                arguments(new Keyed(Map.of(new Point(1, 2), "a")), "map", "Point cannot be read from JSON"),
                arguments(new Box<>(new Keyed(Map.of(new Point(1, 2), "a"))), "value", "another value"),
                arguments(new Nested(new Keyed(Map.of(new Point(1, 2), "a"))), "keyed.map", "Point cannot be read"),
                arguments(new Opt(null), "text", "another value"),
                arguments(new OptOpt(Optional.empty()), "text", "another value"),
                arguments(new Text("a\ud83d", List.of()), "text", "half of a surrogate pair"),
                arguments(new Text("a", List.of("\ude00")), "more[0]", "half of a surrogate pair"),
                arguments(new Letter('\ud83d'), "letter", "half of a surrogate pair"),
                arguments(new Holder(Map.of("\ud83d", 1)), "value", "a name holds half of a surrogate pair"),
                arguments(new Holder(Map.of("k".repeat(1_001), 1)), "value", "a name has 1001 characters"),
                arguments(new Holder(twins), "value", "Duplicate"),
                arguments(new Holder(nullKey()), "value", "null"),
                arguments(new Holder(1L), "value", "another value"),
                arguments(new Holder(0.5), "value", "another value"),
                arguments(new Holder(Color.RED), "value", "another value"),
                arguments(new Holder(new Point(1, 2)), "value", "another value"),
                arguments(new Holder(List.of("a", new Point(1, 2))), "value[1]", "another value"),
                arguments(new Box<>(new Point(1, 2)), "value", "another value"),
                arguments(new Bag(Set.of("a")), "values", "another value"),
                arguments(new Bean(new Plain()), "plain", "another value"),
                arguments(new Counting(1), "count", "another value"),
                arguments(new Renamed("a"), "name", "another value"),
                arguments(new Throwing("a"), "name", "threw java.lang.IllegalStateException: no name today"),
                arguments(new Decimal(new BigDecimal("1E+1000")), "number", "1001 digits"),
                arguments(new Decimal(new BigDecimal("1E-1000")), "number", "1001 digits"),
                arguments(
                        new Decimal(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)), "number", "2147483649 digits"),
                arguments(
                        new Decimal(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE)), "number", "2147483648 digits"),
                arguments(new Whole(BigInteger.TEN.pow(1_000)), "number", "1001 digits"),
                arguments(new Whole(BigInteger.ONE.shiftLeft(1 << 20)), "number", "more than 2000 digits"),
                arguments(new Floating(Double.NaN, 0), "d", "is NaN"),
                arguments(new Floating(Double.NEGATIVE_INFINITY, 0), "d", "is -Infinity"),
                arguments(new Floating(0, Float.NaN), "f", "is NaN"),
                arguments(new Holder(new double[] {1, Double.NaN}), "value", "is NaN"),
                arguments(new Holder(new Object()), "value", "java.lang.Object cannot be written as JSON"),
                arguments(new Text("x".repeat((16 << 20) + 1), List.of()), "", "characters"),
                arguments(new Deep(circle), "list", "depth"),
                arguments(List.of(new Point(1, 2)), "[0]", "another value"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatWouldNotComeBackIsRefusedWithTheField(Object payload, String path, String reason) {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> codec.encode(payload))
                .satisfies(e -> assertThat(e.path()).startsWith(path))
                .withMessageContaining(reason)
                .withMessageNotContaining("\n")
                .satisfies(JacksonPayloadCodecTest::namesNoLibrary);
    }

    @Test
    void zoneIsWrittenByName() {
        ZonedDateTime time = ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Berlin"));

        assertThat(codec.encode(new Zoned(time))).isEqualTo("{\"time\":\"2026-07-01T12:00:00+02:00[Europe/Berlin]\"}");
        assertThat(codec.decode("{\"time\":\"2026-07-01T12:00:00+02:00\"}", Zoned.class)
                        .time())
                .as("as it was written before zones were")
                .isEqualTo(ZonedDateTime.parse("2026-07-01T12:00:00+02:00"));
    }

    private static Map<Object, Object> nullKey() {
        Map<Object, Object> map = new HashMap<>();
        map.put(null, 1);
        return map;
    }

    private static List<?> nested(int depth) {
        List<?> list = List.of();
        for (int i = 0; i < depth; i++) {
            list = List.of(list);
        }
        return list;
    }

    private static Everything everything(Random random) {
        return new Everything(
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                text(random).charAt(0) < 0xd800 ? 'x' : '\u20ac',
                finite(Float.intBitsToFloat(random.nextInt())),
                finite(Double.longBitsToDouble(random.nextLong())),
                maybe(random, random.nextBoolean()),
                maybe(random, random.nextLong()),
                maybe(random, finite(Double.longBitsToDouble(random.nextLong()))),
                maybe(random, text(random)),
                maybe(random, decimal(random)),
                maybe(random, new BigInteger(random.nextInt(3_000), random)),
                maybe(random, instant(random)),
                maybe(random, LocalDate.ofEpochDay(random.nextInt())),
                maybe(
                        random,
                        LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000), ZoneOffset.UTC)),
                maybe(random, LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L))),
                maybe(random, instant(random).atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(129_601) - 64_800))),
                maybe(random, instant(random).atZone(zone(random))),
                maybe(
                        random,
                        Duration.ofSeconds(random.nextLong() >> random.nextInt(63), random.nextInt(1_000_000_000))),
                maybe(random, Period.of(random.nextInt(), random.nextInt(), random.nextInt())),
                maybe(random, Year.of(random.nextInt(20_000) - 10_000)),
                maybe(random, Month.of(1 + random.nextInt(12))),
                maybe(random, new UUID(random.nextLong(), random.nextLong())),
                maybe(random, URI.create("https://example.org/" + random.nextInt())),
                maybe(random, Color.values()[random.nextInt(2)]),
                Optional.ofNullable(maybe(random, text(random))),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
                maybe(random, List.of(new Point(random.nextInt(), 1), new Point(0, random.nextInt()))),
                maybe(random, new HashSet<>(List.of(text(random), "b"))),
                maybe(random, new TreeMap<>(Map.of(text(random), List.of(decimal(random))))),
                maybe(random, Map.of(random.nextInt(), new Point(1, 2))),
                maybe(random, new EnumMap<>(Map.of(Color.GREEN, random.nextLong()))),
                maybe(
                        random,
                        new LinkedHashMap<>(Map.of(LocalDate.ofEpochDay(random.nextInt(99_999)), new UUID(1, 2)))),
                maybe(random, shape(random, 3)),
                List.of(shape(random, 2), shape(random, 1)),
                new Box<>(new Box<>(text(random))));
    }

    private static <T> T maybe(Random random, T value) {
        return random.nextInt(5) == 0 ? null : value;
    }

    private static float finite(float value) {
        return Float.isFinite(value) ? value : 0;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private static String text(Random random) {
        int[] points = random.ints(1 + random.nextInt(8), 0, Character.MAX_CODE_POINT + 1)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .map(point -> random.nextBoolean() ? point & 0x7f : point)
                .toArray();
        return "x" + new String(points, 0, points.length);
    }

    private static BigDecimal decimal(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(1_000), random), random.nextInt(1_300) - 650);
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochSecond(
                random.nextLong(-99_999_999_999L, 299_999_999_999L), random.nextInt(1_000_000_000));
    }

    private static ZoneId zone(Random random) {
        List<String> zones =
                List.of("Europe/Berlin", "UTC", "Z", "+05:30", "America/New_York", "Asia/Kathmandu", "GMT");
        return ZoneId.of(zones.get(random.nextInt(zones.size())));
    }

    private static Shape shape(Random random, int depth) {
        return depth == 0 || random.nextBoolean()
                ? new Circle(random.nextDouble())
                : new Square(new Box<>(new Point(1, depth)), Optional.of(shape(random, depth - 1)));
    }
}
