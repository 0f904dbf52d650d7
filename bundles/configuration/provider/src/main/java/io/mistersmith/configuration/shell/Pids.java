package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.operate.Operator;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes PIDs. */
@Service
public final class Pids implements Completer {

    @Reference
    Operator operator;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(operator.inspector().pids()).complete(session, line, candidates);
    }
}
