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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\t",
                "\u0000",
                "\u001b[2J",
                "\u007f",
                "\u009b",
                "\u2028",
                "\u202e",
                "\u2066",
                "\u200b",
                "\ufeff",
                "\ud800",
                "\udb40\udc01"
            })
    void noTextBreaksARowOrReachesTheTerminalRaw(String text) {
        Rows rows = new Rows("subject", "tags", "more").add("a" + text + "b", List.of("x" + text), Map.of("k", text));
        String plain = printed(new Rows("subject", "tags", "more").add("ab", List.of("x"), Map.of("k", "")), false);

        String table = printed(rows, false);
        assertThat(table.lines()).hasSameSizeAs(plain.lines().toList());
        assertThat(table).contains("\\");
        for (String answer : List.of(table, printed(rows, true))) {
            assertThat(answer.lines().flatMapToInt(String::codePoints))
                    .noneMatch(c -> Character.getType(c) == Character.CONTROL
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.LINE_SEPARATOR
                            || Character.getType(c) == Character.SURROGATE);
        }
    }

    @Test
    void ordinaryTextOfAnyLanguageStaysAsItIs() {
        String text = "Größe \u0416 \u05d0 \u4e2d \ud83d\ude00 a|b \\n";

        assertThat(Printable.line(text)).isSameAs(text);
        assertThat(Printable.lines("at a\n\tat b\r\n\u001b")).isEqualTo("at a\n\tat b\r\n\\u001b");
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
