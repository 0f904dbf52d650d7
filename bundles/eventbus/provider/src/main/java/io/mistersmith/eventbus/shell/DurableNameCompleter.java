package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of durable subscriptions. */
@Service
public final class DurableNameCompleter implements Completer {

    @Reference
    Subscriptions subscriptions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter names = new StringsCompleter(DurableNames.all(subscriptions));
        return names.complete(session, line, candidates);
    }
}
