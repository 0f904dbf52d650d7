package io.mistersmith.configuration.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "Integer | 0 | 100  | 5oo         | is not a whole number 0..100",
                "Integer | 0 | 100  | 101         | is not a whole number 0..100",
                "Integer | 0 | 100  | -1          | is not a whole number 0..100",
                "Integer | 0 | 100  | 1.0         | is not a whole number 0..100",
                "Integer | 0 | 100  | 1e1         | is not a whole number 0..100",
                "Integer | - | -    | 2147483648  | is not a whole number -2147483648..2147483647",
                "Integer | - | -    | x           | is not a whole number",
                "Integer | 1 | -    | 2147483648  | is not a whole number -2147483648..2147483647",
                "Byte    | - | -    | 128         | is not a whole number -128..127",
                "Long    | 1 | -    | 0           | is not a whole number of at least 1",
                "Long    | - | 9    | 10          | is not a whole number of at most 9",
                "Double  | 0 | 1    | 1.5         | is not a number 0..1",
                "Double  | 0 | 1    | NaN         | is not a number 0..1",
                "Double  | '' | ''  | 1e309       | is a number beyond the range of double",
                "Double  | 0 | ''   | 1e2000000000 | is a number beyond the range of double",
                "Double  | 0 | ''   | Infinity    | is not a number of at least 0",
                "Float   | '' | ''  | -1e39       | is a number beyond the range of float",
                "Boolean | - | -    | yes         | is not true or false",
                "Char    | - | -    | ab          | is not one character",
                "String  | 1 | 3    | abcd        | is not a text with a length of 1..3 characters",
                "String  | 2 | -    | a           | is not a text with a length of at least 2 characters"
            })
    void aBadValueIsNamedWithWhatIsNeeded(
            String type, @Nullable String min, @Nullable String max, String value, String reason) {
        assertThat(attribute(type, min, max).faultOf(value)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"Integer,0", "Integer,' 100 '", "Integer,+5", "Long,100", "Double,0.5", "Float,1e1", "String,''"})
    void aValueWithinBothEndsIsRight(String type, String value) {
        assertThat(attribute(type, "0", "100").faultOf(value)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "FALSE", " true "})
    void aBooleanIsReadAsComponentsReadIt(String value) {
        assertThat(attribute("Boolean", null, null).faultOf(value)).isNull();
    }

    @Test
    void aListIsSplitAtItsCommas() {
        Attribute list = new Attribute("l", "", "", ValueType.STRING, true, "a", Range.OPEN, List.of());

        assertThat(list.valuesIn("a, b\\,c ,d")).containsExactly("a", "b,c", "d");
        assertThat(list.valuesIn(" ")).isEmpty();
        assertThat(Texts.split(Texts.join(List.of("a,b", "c\\", "d")))).containsExactly("a,b", "c\\", "d");
    }

    @Test
    void typeRangeAndDefaultAreSaidInAFewWords() {
        assertThat(attribute("Integer", "0", "1000000").words()).isEqualTo("Whole number 0..1000000, default 1.");
        assertThat(attribute("Boolean", null, null).words()).isEqualTo("true or false, default 1.");
        assertThat(attribute("Password", null, null).words()).isEqualTo("Secret, no default.");
    }

    private static Attribute attribute(String type, @Nullable String min, @Nullable String max) {
        return new Attribute("key", "", "", ValueType.of(type), false, "1", Range.of(min, max), List.of());
    }
}
