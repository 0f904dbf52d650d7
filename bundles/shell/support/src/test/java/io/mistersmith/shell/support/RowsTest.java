package io.mistersmith.shell.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowsTest {

    @Test
    void jsonKeepsKindsOfValuesAndEscapesText() {
        Rows rows = new Rows("name", "count", "ok", "tags", "more").add("a\"b\n\u0001", 3L, true, List.of("x"), null);

        assertThat(printed(rows, true))
                .isEqualToIgnoringNewLines(
                        "[{\"name\":\"a\\\"b\\n\\u0001\",\"count\":3,\"ok\":true,\"tags\":[\"x\"],\"more\":null}]");
    }

    @Test
    void jsonOfNoRowsIsAnEmptyArray() {
        assertThat(printed(new Rows("name"), true)).isEqualToIgnoringNewLines("[]");
    }

    @Test
    void tableGroupsDigitsAndNamesColumns() {
        assertThat(printed(new Rows("name", "count").add("orders", 12345L), false))
                .contains("name")
                .contains("12,345");
    }

    @Test
    void tableDoesNotDependOnTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(printed(new Rows("name", "count").add("orders", 12345L), false))
                    .contains("12,345");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void emptyTableSaysWhatToDo() {
        assertThat(printed(new Rows("name"), false)).isEqualToIgnoringNewLines("Nothing. Drop a jar.");
    }

    @Test
    void rowThatDoesNotFitTheColumnsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rows("name", "count").add("orders"))
                .withMessage("1 values for 2 columns");
    }

    @Test
    void mapIsWrittenAsObject() {
        assertThat(Json.of(Map.of("a", List.of(1, 2)))).isEqualTo("{\"a\":[1,2]}");
    }

    private static String printed(Rows rows, boolean json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), json, "Nothing. Drop a jar.");
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
