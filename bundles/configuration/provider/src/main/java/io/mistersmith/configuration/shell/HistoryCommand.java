package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.history.Revision;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.shell.support.Rows;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:history [PID]} lists the revisions that are kept. */
@Service
@Command(scope = "cfg", name = "history", description = "Show who changed settings, when and how, the newest first")
public final class HistoryCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "One PID; without it the newest changes of all", required = false)
    @Completion(Pids.class)
    @Nullable
    String pid;

    @Option(name = "--last", description = "How many lines at most, 50 unless given")
    int last = 50;

    /** A revision of a PID. */
    private record Line(String pid, Revision revision) {}

    @Override
    public @Nullable Object execute() {
        Inspector inspector = operator.inspector();
        List<String> pids = pid == null ? inspector.history().pids() : List.of(inspector.meant(pid));
        Rows rows = new Rows("pid", "revision", "at", "by", "how", "file", "keys");
        pids.stream()
                .flatMap(one -> lines(one))
                .sorted(Comparator.comparing((Line line) -> line.revision().at())
                        .thenComparing(line -> line.revision().number())
                        .reversed())
                .limit(Math.max(1, last))
                .forEach(line -> add(rows, line));
        rows.print(
                session.getConsole(),
                json,
                "no changes" + (pid == null ? "" : " of " + pid + "; cfg:show lists the PIDs"));
        return null;
    }

    private Stream<Line> lines(String one) {
        return operator.inspector().history().of(one).stream().map(revision -> new Line(one, revision));
    }

    private static void add(Rows rows, Line line) {
        Revision one = line.revision();
        rows.add(
                line.pid(),
                one.number(),
                one.at().truncatedTo(ChronoUnit.MILLIS).toString(),
                one.by(),
                one.how(),
                one.file(),
                one.keys());
    }
}
