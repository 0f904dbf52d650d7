package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.history.Revision;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.configuration.internal.operate.Operator;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the revisions of the PID that the line names. */
@Service
public final class Revisions implements Completer {

    @Reference
    Operator operator;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        Inspector inspector = operator.inspector();
        List<String> revisions = Arrays.stream(line.getArguments())
                .filter(inspector.history().pids()::contains)
                .findFirst()
                .map(pid -> inspector.history().of(pid).stream()
                        .map(Revision::number)
                        .map(String::valueOf)
                        .toList())
                .orElse(List.of());
        return new StringsCompleter(revisions).complete(session, line, candidates);
    }
}
