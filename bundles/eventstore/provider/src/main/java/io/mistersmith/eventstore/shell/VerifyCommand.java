package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import io.mistersmith.eventstore.internal.sqlite.VerifyReport;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code store:verify} reads everything that is stored and compares it with its checksums; fails if something is damaged. */
@Service
@Command(
        scope = "store",
        name = "verify",
        description = "Check every stored row and SQLite's structures; the container may go on working meanwhile")
public final class VerifyCommand implements Action {

    @Reference
    StoreCore store;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print one line of JSON instead")
    boolean json;

    @Override
    public @Nullable Object execute() {
        VerifyReport report = store.verify();
        PrintStream out = session.getConsole();
        Rows rows = new Rows("table", "rows", "without checksum", "damaged");
        report.tables().forEach(table -> rows.add(table.name(), table.rows(), table.unchecked(), table.damaged()));
        rows.print(out, json, "no tables");
        if (!json) {
            out.println("SQLite's integrity check: " + report.structure());
            report.problems().forEach(out::println);
        }
        if (report.found() > 0) {
            throw new IllegalStateException(
                    report.found() + " problems. Stop, keep a copy of the data folder, and put a"
                            + " backup in the file's place, or do what each line says without one; docs/operations.md shows how");
        }
        return null;
    }
}
