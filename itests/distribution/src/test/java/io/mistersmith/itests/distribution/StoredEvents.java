package io.mistersmith.itests.distribution;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * What the database file of a stopped container holds, read without any code of ours.
 *
 * @param positions ids of the events of one type, with their positions
 * @param twice (source, id) pairs that are stored more than once
 * @param versionGaps streams with holes in their versions
 * @param counted the sum of a projection's rows, each of which is a count
 */
record StoredEvents(Map<String, Long> positions, long twice, long versionGaps, long counted) {

    /** Reads events of a type, and version 1 of a projection. */
    static StoredEvents of(Path database, String type, String projection) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            Map<String, Long> positions = new HashMap<>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT id, position FROM events WHERE type = '" + type + "'")) {
                while (rows.next()) {
                    positions.put(rows.getString(1), rows.getLong(2));
                }
            }
            return new StoredEvents(
                    positions,
                    number(
                            statement,
                            "SELECT count(*) FROM (SELECT 1 FROM events GROUP BY source, id HAVING count(*) > 1)"),
                    number(
                            statement,
                            "SELECT count(*) FROM (SELECT 1 FROM events GROUP BY stream"
                                    + " HAVING min(version) <> 1 OR max(version) <> count(*))"),
                    number(
                            statement,
                            "SELECT coalesce(sum(CAST(json AS INTEGER)), 0) FROM views WHERE projection = '"
                                    + projection + "' AND version = 1"));
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
