package io.mistersmith.event.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.EventType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    private final JacksonPayloadCodec codec = new JacksonPayloadCodec();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|1e0",
                "1.0|1e0",
                "-0|0",
                "0e5|0",
                "0.00|0",
                "100|1e2",
                "1e2|1e2",
                "1E+2|1e2",
                "0.001|1e-3",
                "-12.50e-3|-125e-4",
                "1e999999999|1e999999999",
                "0.1e-99999999999999999999|1e-100000000000000000000",
                "{\"b\":[true,null], \"a\":\"\\u0041\"}|{\"a\":\"A\",\"b\":[true,null]}",
                "{}|{}",
                "[]|[]",
                "[ { } ]|[{}]",
                "{\"a\":1,\"a\":0}|{\"a\":1e0,\"a\":0}",
                "no json|no json",
                "[1|[1",
                "1 2|1 2",
            })
    void canonicalFormIsOneTextForEachMeaning(String json, String canonical) {
        assertThat(CanonicalJson.of(json)).isEqualTo(canonical);
    }

    @Test
    @Timeout(20)
    void sizeOfNumbersCostsNoTimeAndNoMemory() {
        String huge = "1e" + "9".repeat(2_000_000);
        String digits = "7".repeat(2_000_000);

        assertThat(CanonicalJson.same(huge, huge + " ")).isTrue();
        assertThat(CanonicalJson.same(digits + "0", digits + "e1")).isTrue();
        assertThat(CanonicalJson.same("1e999999999", "1e-999999999")).isFalse();
    }

    @Test
    void deepNestingIsNoStackOverflow() {
        String deep = "[".repeat(500_000) + "]".repeat(500_000);

        assertThat(CanonicalJson.same(deep, deep + " "))
                .as("no JSON that is ever stored")
                .isFalse();
    }

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    record Point(int x, int y) {}

    @EventType("sets.sent")
    record Sets(
            Set<String> texts,
            Set<Integer> numbers,
            Set<Colour> colours,
            Set<Point> points,
            Set<Set<Duration>> nested) {}

    @Test
    void setIsWrittenInAnOrderOfItsElementsAndReadBackEqual() {
        Sets sets = new Sets(
                ordered("b", "a", "c"),
                ordered(10, 9, -1, 0, 100),
                ordered(Colour.RED, Colour.BLUE),
                ordered(new Point(2, 1), new Point(1, 2)),
                ordered(ordered(Duration.ofSeconds(2), Duration.ofSeconds(1)), ordered()));
        Sets turned = new Sets(
                ordered("c", "a", "b"),
                ordered(100, 0, 9, -1, 10),
                ordered(Colour.BLUE, Colour.RED),
                ordered(new Point(1, 2), new Point(2, 1)),
                ordered(ordered(), ordered(Duration.ofSeconds(1), Duration.ofSeconds(2))));

        String json = codec.encode(sets);

        assertThat(json)
                .isEqualTo("{\"texts\":[\"a\",\"b\",\"c\"],\"numbers\":[-1,0,9,10,100],\"colours\":[\"BLUE\",\"RED\"],"
                        + "\"points\":[{\"x\":1,\"y\":2},{\"x\":2,\"y\":1}],\"nested\":[[\"PT1S\",\"PT2S\"],[]]}");
        assertThat(codec.encode(turned)).isEqualTo(json);
        assertThat(codec.decode(json, Sets.class)).isEqualTo(sets);
    }

    @SafeVarargs
    private static <T> Set<T> ordered(T... elements) {
        Set<T> set = new LinkedHashSet<>();
        for (T element : elements) {
            set.add(element);
        }
        return Collections.unmodifiableSet(set);
    }

    @Test
    void listKeepsItsOrder() {
        assertThat(codec.same("[1,2]", "[2,1]")).isFalse();
        assertThat(CanonicalJson.of("[3,1,2]")).isEqualTo("[3e0,1e0,2e0]");
    }
}
