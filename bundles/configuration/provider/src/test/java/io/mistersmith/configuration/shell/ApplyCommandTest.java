package io.mistersmith.configuration.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.configuration.internal.operate.RefusedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyCommandTest {

    @Test
    void aTimeHasAUnitOrIsSeconds() {
        assertThat(ApplyCommand.time("60s")).isEqualTo(Duration.ofSeconds(60));
        assertThat(ApplyCommand.time("5")).isEqualTo(Duration.ofSeconds(5));
        assertThat(ApplyCommand.time("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(ApplyCommand.time("1h")).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "2h", "61m", "soon", "", "-5s", "1d", "99999"})
    void aTimeThatIsNoneIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ApplyCommand.time(text))
                .isInstanceOf(RefusedException.class)
                .hasMessage("--confirm \"" + text + "\" is not a time of 1s to 1h, such as 60s or 5m.");
    }

    @Test
    void theValueIsNotInTheNameOfTheThreadThatSetsIt() {
        Thread thread = new Thread(() -> {}, "pipe-cfg:set a password hunter2");

        SetCommand.hideValue(thread);

        assertThat(thread.getName()).isEqualTo("pipe-cfg:set");
    }
}
