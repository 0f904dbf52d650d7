package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes event types and patterns that somebody subscribes to. */
@Service
public final class TypeCompleter implements Completer {

    @Reference
    Subscriptions subscriptions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter types = new StringsCompleter(subscriptions.list().stream()
                .flatMap(one -> one.types().stream())
                .distinct()
                .toList());
        return types.complete(session, line, candidates);
    }
}
