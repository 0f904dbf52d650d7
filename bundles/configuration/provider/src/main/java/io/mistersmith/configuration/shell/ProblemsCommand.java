package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.WaitingChange;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code cfg:problems} lists what is wrong in the configuration files, a line each with what to do. */
@Service
@Command(scope = "cfg", name = "problems", description = "List what is wrong in the configuration files")
public final class ProblemsCommand implements Action {

    /** For an edit of a moment ago to be taken. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Reference
    ConfigurationProblems problems;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print one line of JSON instead")
    boolean json;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        print(problems.settled(PATIENCE), problems.waiting(), session.getConsole(), json);
        return null;
    }

    static void print(List<ConfigurationProblem> problems, List<WaitingChange> waiting, PrintStream out, boolean json) {
        if (json) {
            Rows rows = new Rows("pid", "file", "line", "key", "value", "reason", "inForce", "message");
            problems.forEach(p ->
                    rows.add(p.pid(), p.file(), p.line(), p.key(), p.value(), p.reason(), p.inForce(), p.message()));
            waiting.forEach(change ->
                    rows.add(change.pid(), "", 0, String.join(", ", change.keys()), "", "waits", "", change.message()));
            rows.print(out, true, "");
            return;
        }
        if (problems.isEmpty()) {
            out.println("no problems");
        }
        problems.forEach(problem -> out.println(problem.message()));
        waiting.forEach(change -> out.println(change.message()));
    }
}
