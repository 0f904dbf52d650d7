package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.history.Revision;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.shell.support.Rows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    static final Comparator<Line> NEWEST_FIRST = Comparator.comparing(Line::order)
            .thenComparing(line -> line.revision().number())
            .reversed();

    @Argument(index = 0, name = "pid", description = "One PID; without it the newest changes of all", required = false)
    @Completion(Pids.class)
    @Nullable
    String pid;

    @Option(name = "--last", description = "How many lines at most, 50 unless given")
    int last = 50;

    /**
     * A revision of a PID.
     *
     * @param order when it was taken, but not before the one it follows: the clock may have been set back in between
     */
    record Line(String pid, Revision revision, Instant order) {}

    @Override
    public @Nullable Object execute() {
        Inspector inspector = operator.inspector();
        List<String> pids = pid == null ? inspector.history().pids() : List.of(inspector.meant(pid));
        Rows rows = new Rows("pid", "revision", "at", "by", "how", "file", "keys");
        pids.stream()
                .flatMap(one -> lines(one, inspector.history().of(one)).stream())
                .sorted(NEWEST_FIRST)
                .limit(Math.max(1, last))
                .forEach(line -> add(rows, line));
        rows.print(
                session.getConsole(),
                json,
                "no changes" + (pid == null ? "" : " of " + pid + "; cfg:show lists the PIDs"));
        return null;
    }

    /** The lines of a PID, from its revisions, of which the newest is the first. */
    static List<Line> lines(String pid, List<Revision> revisions) {
        List<Line> lines = new ArrayList<>();
        Instant order = Instant.MIN;
        for (int i = revisions.size() - 1; i >= 0; i--) {
            Revision one = revisions.get(i);
            order = one.at().isBefore(order) ? order : one.at();
            lines.add(new Line(pid, one, order));
        }
        return lines;
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
