package io.mistersmith.event.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.event.NewEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
}
