package io.mistersmith.eventstore.internal.sqlite;

import java.util.List;

/**
 * The outcome of {@code store:verify}.
 *
 * @param tables each table with its rows
 * @param structure {@code ok}, or what SQLite's integrity check found, or why it did not finish
 * @param problems the first 100 problems, a line each
 * @param found how many problems there are
 */
public record VerifyReport(List<Table> tables, String structure, List<String> problems, long found) {

    /**
     * One table.
     *
     * @param rows that were read
     * @param unchecked rows without a checksum, which an earlier version stored
     * @param damaged rows that differ from their checksum
     */
    public record Table(String name, long rows, long unchecked, long damaged) {}
}
