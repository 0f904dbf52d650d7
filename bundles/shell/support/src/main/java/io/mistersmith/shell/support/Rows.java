package io.mistersmith.shell.support;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a command: named columns and rows. Printed as a table, or with {@code --json} as one array of objects. In
 * both, each row is on one line and {@linkplain Printable safe to print}, whatever text is in it.
 *
 * <p>For one thread. A value is null, a string, a number, a boolean, or a list or map of those.
 */
public final class Rows {

    private final List<String> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** Rows of these columns; a name is a JSON field name, such as {@code lastMillis}. */
    public Rows(String... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if there are more or fewer values than columns
     */
    public Rows add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(Arrays.asList(values));
        return this;
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    /**
     * Prints all rows.
     *
     * @param json one line of JSON instead of a table
     * @param empty what people read when there are no rows, with the next step
     */
    public void print(PrintStream out, boolean json, String empty) {
        if (json) {
            out.println(json());
        } else if (rows.isEmpty()) {
            out.println(empty);
        } else {
            ShellTable table = new ShellTable();
            columns.forEach(table::column);
            for (List<@Nullable Object> row : rows) {
                table.addRow().addContent(row.stream().map(Rows::text).toArray());
            }
            table.print(out);
        }
    }

    private String json() {
        StringBuilder json = new StringBuilder("[");
        for (List<@Nullable Object> row : rows) {
            json.append(json.length() > 1 ? "," : "").append('{');
            for (int i = 0; i < columns.size(); i++) {
                json.append(i > 0 ? "," : "");
                Json.append(json, columns.get(i)).append(':');
                Json.append(json, row.get(i));
            }
            json.append('}');
        }
        return json.append(']').toString();
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Long || value instanceof Integer) {
            return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(Rows::text).toList());
        }
        return Printable.line(value.toString());
    }
}
