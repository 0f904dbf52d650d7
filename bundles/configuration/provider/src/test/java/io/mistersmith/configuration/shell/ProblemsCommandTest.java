package io.mistersmith.configuration.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationProblem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsCommandTest {

    private static final ConfigurationProblem PROBLEM = new ConfigurationProblem(
            "io.mistersmith.examples.orders",
            "home/etc/io.mistersmith.examples.orders.cfg",
            7,
            "large.above",
            "5oo",
            "is not a whole number 0..1000000",
            "Still using 500.");

    @Test
    void eachProblemIsOneLineWithWhatToDo() {
        assertThat(printed(List.of(PROBLEM), false))
                .isEqualTo("home/etc/io.mistersmith.examples.orders.cfg:7: large.above=5oo is not a whole number"
                        + " 0..1000000. Still using 500. Mend the line and save.\n");
        assertThat(printed(List.of(), false)).isEqualTo("no problems\n");
    }

    @Test
    void jsonIsOneArrayOnOneLine() {
        assertThat(printed(List.of(PROBLEM), true))
                .startsWith("[{\"pid\":\"io.mistersmith.examples.orders\",\"file\":")
                .contains("\"line\":7,\"key\":\"large.above\",\"value\":\"5oo\"")
                .endsWith("}]\n");
        assertThat(printed(List.of(), true)).isEqualTo("[]\n");
    }

    private static String printed(List<ConfigurationProblem> problems, boolean json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProblemsCommand.print(problems, List.of(), new PrintStream(bytes, true, StandardCharsets.UTF_8), json);
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
