package io.mistersmith.health.shell;

import io.mistersmith.health.internal.Reports;
import io.mistersmith.health.internal.report.Diagnosis;
import io.mistersmith.shell.support.Printable;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code smith:doctor}: each problem with its cause and the next step. */
@Service
@Command(scope = "smith", name = "doctor", description = "What is wrong, why, and what to do next")
public class DoctorCommand implements Action {

    @Reference
    Reports reports;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        List<Diagnosis> found = reports.doctor();
        PrintStream out = session.getConsole();
        if (json) {
            Rows rows = new Rows("problem", "cause", "next");
            found.forEach(one -> rows.add(one.problem(), one.cause(), one.next()));
            rows.print(out, true, "");
            return null;
        }
        if (found.isEmpty()) {
            out.println("all is well");
        }
        for (Diagnosis one : found) {
            out.println(Printable.line(one.problem()));
            out.println("  cause  " + Printable.line(one.cause()));
            out.println("  next   " + Printable.line(one.next()));
        }
        return null;
    }
}
