package io.mistersmith.health.shell;

import io.mistersmith.health.internal.CheckView;
import io.mistersmith.health.internal.HealthBoard;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of checks. */
@Service
public class CheckNames implements Completer {

    @Reference
    HealthBoard board;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names =
                board.checks().stream().map(CheckView::name).distinct().sorted().toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
