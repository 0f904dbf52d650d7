package io.mistersmith.configuration.shell;

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

/** Completes the keys of the PID that the line names. */
@Service
public final class Keys implements Completer {

    @Reference
    Operator operator;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        Inspector inspector = operator.inspector();
        List<String> keys = Arrays.stream(line.getArguments())
                .filter(inspector.pids()::contains)
                .findFirst()
                .map(inspector::keys)
                .orElse(List.of());
        return new StringsCompleter(keys).complete(session, line, candidates);
    }
}
