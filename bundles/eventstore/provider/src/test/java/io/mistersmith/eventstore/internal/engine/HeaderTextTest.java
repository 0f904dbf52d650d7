package io.mistersmith.eventstore.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderTextTest {

    @Test
    void everyCharacterOfAValueIsKept() {
        Map<String, String> headers = Map.of("a", "x=1:y", "b1", "", "c", "ü\uD83D\uDE00\u0000\n", "d", "2:zz");

        assertThat(HeaderText.read(HeaderText.write(headers))).isEqualTo(headers);
    }

    @Test
    void noHeadersAreNoText() {
        assertThat(HeaderText.write(Map.of())).isNull();
        assertThat(HeaderText.read(null)).isEmpty();
    }

    @Test
    void damagedTextSaysWhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderText.read("a=1:xb"))
                .withMessageContaining("at 5");
    }
}
