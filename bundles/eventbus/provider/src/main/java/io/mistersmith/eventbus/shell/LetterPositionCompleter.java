package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes positions of dead letters, of the first 1,000 that there are. */
@Service
public final class LetterPositionCompleter implements Completer {

    private static final int SHOWN = 1_000;

    @Reference
    Subscriptions subscriptions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter known = new StringsCompleter();
        subscriptions.letters(null, SHOWN).stream()
                .map(one -> String.valueOf(one.position()))
                .forEach(known.getStrings()::add);
        return known.complete(session, line, candidates);
    }
}
