package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import io.mistersmith.eventstore.internal.engine.Loss;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the number of events that are missing; nothing while none are. */
@Service
public final class MissingCompleter implements Completer {

    @Reference
    StoreCore store;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter figures = new StringsCompleter();
        Loss loss = store.state().loss();
        if (loss != null) {
            figures.getStrings().add(Long.toString(loss.count()));
        }
        return figures.complete(session, line, candidates);
    }
}
