package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of durable subscriptions that no handler serves. */
@Service
public final class UnservedNameCompleter implements Completer {

    @Reference
    Subscriptions subscriptions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = DurableNames.unserved(subscriptions).stream()
                .map(SubscriptionStatus::name)
                .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
