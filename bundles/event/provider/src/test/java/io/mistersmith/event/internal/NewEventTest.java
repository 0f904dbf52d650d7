package io.mistersmith.event.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mistersmith.event.NewEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API's record refuses, whichever way an event comes in. */
class NewEventTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "order.placed", "day-2.a_b.c3"})
    void dottedLowerCaseIsAType(String type) {
        assertThat(NewEvent.json(type, "{}").type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | is empty",
                "'Bad Type'    | segment \"Bad Type\" at character 1 does not match [a-z][a-z0-9_-]*",
                "'order.**'    | segment \"**\" at character 7 does not match [a-z][a-z0-9_-]*",
                "'order..paid' | segment \"\" at character 7 does not match [a-z][a-z0-9_-]*",
                "'order.'      | segment \"\" at character 7 does not match [a-z][a-z0-9_-]*",
                "'.order'      | segment \"\" at character 1 does not match [a-z][a-z0-9_-]*",
                "'order.1st'   | segment \"1st\" at character 7 does not match [a-z][a-z0-9_-]*",
                "'größe'       | segment \"größe\" at character 1 does not match [a-z][a-z0-9_-]*"
            })
    void malformedTypeIsRefusedWithThePlace(String type, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NewEvent.json(type, "{}"))
                .withMessage("type " + problem);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 1_000})
    void longTypeIsRefused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NewEvent.json("x".repeat(length), "{}"))
                .withMessage("type has " + length + " characters, allowed are 255");
    }

    static List<Arguments> texts() {
        NewEvent<?> event = NewEvent.json("order.placed", "{}");
        Map<String, UnaryOperator<String>> setters = Map.of(
                "id", text -> String.valueOf(event.withId(text).id()),
                "source", text -> String.valueOf(event.withSource(text).source()),
                "subject", text -> String.valueOf(event.withSubject(text).subject()),
                "correlationId",
                        text -> String.valueOf(event.withCorrelationId(text).correlationId()),
                "causationId",
                        text -> String.valueOf(event.withCausationId(text).causationId()),
                "traceparent",
                        text -> String.valueOf(event.withTraceparent(text).traceparent()),
                "header \"tenant\"",
                        text -> String.valueOf(
                                event.withHeader("tenant", text).headers().get("tenant")));
        return setters.entrySet().stream()
                .map(setter -> arguments(setter.getKey(), setter.getValue()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyTextIsCheckedInTheSameWay(String field, UnaryOperator<String> set) {
        for (String fine : List.of("a", " ", "\u00e9", "\ud83d\ude00", "~\u00a0\u2028\u202e")) {
            assertThat(set.apply(fine)).isEqualTo(fine);
        }
        Map<String, String> bad = Map.of(
                "", "is empty",
                "\n", "holds a control character (U+000A) at character 1",
                "a\u0000", "holds a control character (U+0000) at character 2",
                "\ud83d\ude00\u001b[2J", "holds a control character (U+001B) at character 3",
                "\u007f", "holds a control character (U+007F) at character 1",
                "\u009b2J", "holds a control character (U+009B) at character 1",
                "a\ud83d", "holds half of a surrogate pair at character 2",
                "\ude00\ud83d", "holds half of a surrogate pair at character 1",
                "\ufdd0", "holds a code point that is no character (U+FDD0) at character 1",
                "a\ud83f\udfff", "holds a code point that is no character (U+1FFFF) at character 2");
        bad.forEach((text, problem) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> set.apply(text))
                .withMessage(field + " " + problem));
        int limit = field.startsWith("header") ? 4_096 : 255;
        assertThat(set.apply("x".repeat(limit))).hasSize(limit);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.apply("x".repeat(limit + 1)))
                .withMessage(field + " has " + (limit + 1) + " characters, allowed are " + limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0001-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void timeThatNoCloudEventCanCarryIsRefused(Instant time) {
        NewEvent<?> event = NewEvent.json("order.placed", "{}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.withTime(time))
                .withMessageContaining("is outside the years 0 to 9999 in UTC");
    }
}
